"""Holds a message against Cucumber's own types, more strictly than their converter: not a field too many."""

from __future__ import annotations

import enum
import types
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import cucumber_messages
from cucumber_messages.json_converter import snake_to_camel


def errors(envelope: dict[str, Any]) -> list[str]:
    """What is wrong with a message, each with its place."""
    if len(envelope) != 1:
        return [f"an envelope holds one message, not {len(envelope)}"]
    return list(_errors(envelope, cucumber_messages.Envelope, ""))


def _errors(value: Any, wanted: Any, place: str) -> Iterator[str]:
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        (wanted,) = (kind for kind in get_args(wanted) if kind is not type(None))
        yield from _errors(value, wanted, place)
    elif is_dataclass(wanted):
        yield from _errors_of_fields(value, wanted, place)
    elif origin is list:
        if not isinstance(value, list):
            yield f"{place}: no list"
            return
        for number, held in enumerate(value):
            yield from _errors(held, get_args(wanted)[0], f"{place}[{number}]")
    elif issubclass(wanted, enum.Enum):
        if value not in [member.value for member in wanted]:
            yield f"{place}: {value!r} is not one of {wanted.__name__}"
    elif type(value) is not wanted:
        yield f"{place}: {value!r} is no {wanted.__name__}"


def _errors_of_fields(value: Any, wanted: Any, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: no {wanted.__name__}"
        return
    known = {snake_to_camel(field.name): field for field in fields(wanted)}
    yield from (f"{place}.{name}: {wanted.__name__} has no such field" for name in set(value) - set(known))
    for name, field in known.items():
        if name in value:
            yield from _errors(value[name], _hints(wanted)[field.name], f"{place}.{name}")
        elif _is_required(field):
            yield f"{place}.{name}: is missing"


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _hints(wanted: Any) -> dict[str, Any]:
    return get_type_hints(wanted)
