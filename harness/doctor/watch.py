"""A driver under watch: each task in its time, its answer of the right kind, its errors told."""

from __future__ import annotations

from collections.abc import Callable
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from harness.doctor.finding import Wrong
from harness.doctor.place import of_member
from harness.failure import Fault
from targets.port import Driver

Doing = Callable[[object, str, Callable[[], Any]], Any]
"""Does a task of something of the target's, by its name."""


class Watched:
    """Stands between people and a driver, and looks like one."""

    def __init__(self, driver: Driver, doing: Doing) -> None:
        self._driver, self._doing = driver, doing

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._driver, name)
        if not callable(member):
            return member

        def task(*given: object, **named: object) -> Any:
            answer = self._doing(self._driver, name, lambda: member(*given, **named))
            must_be_of_its_kind(self._driver, name, answer)
            return answer

        return task


def must_be_of_its_kind(driver: Driver, task: str, answer: object) -> None:
    """Raise Wrong when a task answers with something else than the port says."""
    kind = get_type_hints(getattr(Driver, task)).get("return") if hasattr(Driver, task) else None
    if kind is None or is_of(answer, kind):
        return
    told = getattr(kind, "__name__", str(kind)) if not get_args(kind) else str(kind)
    raise Wrong(
        f"{task}() answers with {told}, as targets/port.py says.",
        f"It answers with {type(answer).__name__}.",
        f"return {told} from {task}().",
        of_member(driver, task),
        Fault.TARGET,
    )


def is_of(answer: object, kind: Any) -> bool:
    """Whether an answer is of a kind such as `bool`, `int | None` or `list[str]`."""
    if get_origin(kind) is list:
        return isinstance(answer, list) and all(isinstance(part, get_args(kind)) for part in answer)
    kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    return isinstance(answer, kinds)


def forgotten(driver: Driver) -> list[str]:
    """The tasks that the port asks of every driver and this one lacks."""
    wanted = {*Driver.__annotations__, *vars(Driver)}
    return sorted(name for name in wanted if not name.startswith("_") and not hasattr(driver, name))
