"""One check of a visit, and how it came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from harness.doctor.finding import Wrong
from harness.doctor.visit import Visit


class Verdict(StrEnum):
    """How a check came out."""

    OK = "OK"
    WRONG = "WRONG"
    NOT_TESTED = "not tested"


@dataclass(frozen=True)
class Check:
    """One check.

    asked: what has to be, as a sentence. act: makes the check and returns what was found. It raises Wrong or
    NotTested. vital: where it is wrong, nothing after it can be tested. fact: the declared fact it is about.
    at_once: it asks the product nothing, so it can be made however late it is.
    """

    asked: str
    act: Callable[[Visit], str | None]
    vital: bool = True
    fact: str = ""
    at_once: bool = False


@dataclass(frozen=True)
class Finding:
    """How a check came out. said: what was found, or why it wasn't tested. picture: where one was kept."""

    check: Check
    verdict: Verdict
    said: str = ""
    wrong: Wrong | None = None
    picture: str = ""
