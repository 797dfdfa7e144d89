"""Finds the line of a target's own source that has to be mended: of a member, a fact, or an error.

Its own is every file that holds one of the classes that a target and its driver are made of, and what lies
beside it; what targets have in common is nobody's to mend.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any

from harness import target_file
from targets.port import BackupCodes, Facts, Lock

COMMON = ("targets.common", "targets.port", "harness")
"""Modules that no target's author mends."""
SHORTEST = 3
"""Characters that a value needs to tell which attribute it comes from."""
DECLARED_IN: dict[str, type] = {"lock": Lock, "backup_codes": BackupCodes, "": Facts}


@dataclass(frozen=True)
class Place:
    """A line in a file. name: of the attribute or method there, where one is known."""

    file: Path
    line: int
    name: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def of_class(thing: object) -> Place | None:
    """Where the class of a target or driver begins."""
    for kind in _own_classes(thing):
        if node := _class(kind):
            return Place(_file(kind), node.lineno, kind.__name__)
    return None


def of_member(thing: object, *names: str) -> Place | None:
    """Where the first of these members that a thing's own classes set is set; where none is, its class."""
    for name in names:
        for kind in _own_classes(thing):
            if line := _line_of(_class(kind), name):
                return Place(_file(kind), line, name)
    return of_class(thing)


def of_fact(target: object, fact: str) -> Place | None:
    """Where a target declares a fact, such as `digits` or `lock.threshold`; else where it declares any."""
    owner, _, name = fact.rpartition(".")
    for kind in _own_classes(target):
        calls = [node for node in ast.walk(_tree(_file(kind))) if isinstance(node, ast.Call)]
        for wanted, record in ((name, DECLARED_IN[owner]), (owner, Facts)):
            for call in calls:
                if wanted and (line := _line_in_call(call, wanted, record)):
                    return Place(_file(kind), line, fact)
        for call in calls:
            if _called(call) == "Facts":
                return Place(_file(kind), call.lineno, fact)
    return of_member(target, "facts")


def of_error(error: BaseException, *things: object) -> Place | None:
    """The line where a thing's own code broke, or the attribute that the common code broke on."""
    if isinstance(error, SyntaxError) and error.filename:
        return Place(Path(error.filename), error.lineno or 1)
    for frame, line in reversed(list(_frames(error.__traceback__))):
        if place := _of_frame(frame, line, things):
            return place
    return None


def of_loading(error: BaseException) -> Place | None:
    """The line of a target's file at which its loading broke; None where it wasn't its code that broke."""
    cause = error.__cause__ or error
    if isinstance(cause, SyntaxError):
        return of_error(cause)
    frames = [(frame.f_code.co_filename, line) for frame, line in _frames(cause.__traceback__)]
    own = [(file, line) for file, line in frames if "importlib" not in file and file != target_file.__file__]
    return Place(Path(own[-1][0]), own[-1][1]) if own and error.__cause__ else None


def of_stack(frame: FrameType | None, *things: object) -> Place | None:
    """The line of a thing's own code that a thread stands in now."""
    while frame is not None:
        if _is_own(frame.f_code, things):
            return Place(Path(frame.f_code.co_filename), frame.f_lineno, frame.f_code.co_name)
        frame = frame.f_back
    return None


def _of_frame(frame: FrameType, line: int, things: tuple[object, ...]) -> Place | None:
    if _is_own(frame.f_code, things):
        return Place(Path(frame.f_code.co_filename), line, frame.f_code.co_name)
    if not str(frame.f_globals.get("__name__", "")).startswith("targets.common"):
        return None
    values = [value for value in frame.f_locals.values() if isinstance(value, str) and len(value) > SHORTEST]
    return next(filter(None, (of_value(thing, *values) for thing in things)), None)


def of_value(thing: object, *values: str) -> Place | None:
    """Where the attribute that holds one of these values stands, or is to be written; None for none."""
    held = {name: getattr(type(thing), name) for name in dir(type(thing)) if not name.startswith("_")}
    found = next((name for name, value in held.items() if _holds(value, values)), "")
    where = of_member(thing, found) if found else None
    return replace(where, name=found) if where else None


def _holds(attribute: object, values: tuple[str, ...]) -> bool:
    """Whether an attribute is one of these values, or has one among its own, as a menu has."""
    return any(part in values for part in (attribute if isinstance(attribute, tuple) else (attribute,)))


def attribute_in(error: BaseException, thing: object) -> str:
    """The name of the attribute that the common code broke on; empty where there is none."""
    place = of_error(error, thing)
    return place.name if place and hasattr(type(thing), place.name) else ""


def _frames(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _is_own(code: CodeType, things: Iterable[object]) -> bool:
    folders = {_file(kind).parent for thing in things for kind in _own_classes(thing)}
    return Path(code.co_filename).parent in folders


def _own_classes(thing: object) -> list[type]:
    kinds = thing.__mro__ if isinstance(thing, type) else type(thing).__mro__
    return [kind for kind in kinds if kind is not object and not kind.__module__.startswith(COMMON)]


def _file(kind: type) -> Path:
    return Path(inspect.getfile(kind))


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _class(kind: type) -> ast.ClassDef | None:
    found = (node for node in ast.walk(_tree(_file(kind))) if isinstance(node, ast.ClassDef))
    return next((node for node in found if node.name == kind.__name__), None)


def _line_of(node: ast.ClassDef | None, name: str) -> int:
    """Where a class sets a member: in its body, else as self.NAME in a method; 0 where it doesn't."""
    body = node.body if node else []
    inner = [deep for part in body if isinstance(part, ast.FunctionDef) for deep in ast.walk(part)]
    return next((int(getattr(part, "lineno", 0)) for part in [*body, *inner] if name in _sets(part)), 0)


def _sets(node: ast.AST) -> set[str]:
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    given: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        given = node.targets
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        given = [node.target]
    return {str(getattr(part, "id", getattr(part, "attr", ""))) for part in given}


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def _line_in_call(call: ast.Call, name: str, record: type[Any]) -> int:
    """Where a call that makes or changes such a record gives one of its fields; 0 where it doesn't."""
    if _called(call) not in (record.__name__, "replace"):
        return 0
    if by_name := next((part for part in call.keywords if part.arg == name), None):
        return by_name.value.lineno
    order = [part.name for part in fields(record)]
    at = order.index(name) if name in order else len(call.args)
    return call.args[at].lineno if _called(call) != "replace" and at < len(call.args) else 0
