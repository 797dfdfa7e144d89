"""Secrets that don't show themselves, and the one register of those that are alive in this process.

Wrap a secret where it is born; read it with `reveal()` where it is used. What must stay plain text, such as a
code that is typed at once, is told to `live` with `remember`. How a register finds its secrets in a text
is `spellings`' business, what stands in their place `scrub`'s.
"""

from __future__ import annotations

import hmac
from typing import Never

from harness.spellings import Index


class Secret:
    """A text that only `reveal()` shows; everything else shows its label, such as ‹password of Alice›.

    Making one remembers it for the rest of the run, so that it is scrubbed from all that the run writes.
    """

    __slots__ = ("__value", "label")

    def __init__(self, value: str, label: str) -> None:
        self.__value = value
        self.label = label
        live.remember(value, label)

    def reveal(self) -> str:
        """The text itself. Give it to the product only."""
        return self.__value

    def __repr__(self) -> str:
        return mark(self.label)

    def __format__(self, how: str) -> str:
        return format(repr(self), how)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.__value.encode(), other.__value.encode())

    def __hash__(self) -> int:
        return hash(self.__value)

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce__(self) -> Never:
        raise TypeError(f"The harness tried to write {self!r} out; a secret stays in its process.")


def mark(label: str) -> str:
    """What stands where a secret stood."""
    return f"‹{label}›"


class Register:
    """All secrets that came up in this process. Its own text tells their number and nothing else."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}
        self.index = Index()

    def __repr__(self) -> str:
        return f"Register of {len(self._labels)} secrets"

    def remember(self, value: str, label: str) -> None:
        """Scrub this text, in all its spellings, from now on. The first label of a text stays."""
        if value and value not in self._labels:
            self._labels[value] = label
            self.index.add(value, label)

    def values(self) -> dict[str, str]:
        """Every secret with its label: for the search that proves there is none in what a run wrote."""
        return dict(self._labels)


live = Register()
"""The register of this process. Workers have one each: what they send has been scrubbed before."""
