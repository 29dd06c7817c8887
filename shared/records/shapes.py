"""Frozen dataclasses ↔ plain JSON values, by their annotations.

One rule for every record that is sealed: bytes become lower-case hex, instants ISO 8601 in UTC with `Z`, days
ISO dates, enums their value, tuples lists. Reading checks every type, fills missing keys from the defaults
and leaves out keys it does not know, so that an older office can read what a newer door wrote.
"""

import dataclasses
import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import JsonValue

T = TypeVar("T")
_FIELDS: dict[type, tuple[tuple[str, Any, bool], ...]] = {}  # class → (name, type, may be missing)
JsonObject = dict[str, JsonValue]


class ShapeWrong(ValueError):
    """Data from outside does not have the shape of the record. Holds the field's name, never its value."""


def to_plain(record: object) -> Any:
    """JSON values of a dataclass instance (or of one of its values)."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {f.name: to_plain(getattr(record, f.name)) for f in dataclasses.fields(record)}
    if isinstance(record, bytes):
        return record.hex()
    if isinstance(record, datetime):
        return instant_text(record)
    if isinstance(record, date):
        return record.isoformat()
    if isinstance(record, dict):
        return {key: to_plain(value) for key, value in record.items()}
    if isinstance(record, tuple | list):
        return [to_plain(value) for value in record]
    return record


def from_plain(cls: type[T], data: object) -> T:
    """The record of class `cls` that `data` describes. Raises ShapeWrong with the name of the field."""
    if not isinstance(data, dict):
        raise ShapeWrong(cls.__name__)
    values: dict[str, object] = {}
    for name, hint, optional in _fields(cls):
        if name in data:
            values[name] = _read(hint, data[name], name)
        elif not optional:
            raise ShapeWrong(name)
    return cls(**values)


def instant_text(at: datetime) -> str:
    """`2026-11-22T05:41:00.000000Z`. The instant must be aware."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _fields(cls: type) -> tuple[tuple[str, Any, bool], ...]:
    if cls not in _FIELDS:
        _FIELDS[cls] = _read_fields(cls)
    return _FIELDS[cls]


def _read_fields(cls: Any) -> tuple[tuple[str, Any, bool], ...]:
    hints = get_type_hints(cls)
    return tuple((f.name, hints[f.name], _has_default(f)) for f in dataclasses.fields(cls))


def _has_default(field: "dataclasses.Field[Any]") -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _read(hint: Any, value: object, name: str) -> object:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):  # only ever "X | None"
        if value is None:
            return None
        return _read(next(part for part in get_args(hint) if part is not types.NoneType), value, name)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], each, name) for each in _expect(value, list, name))
    if origin is dict:
        inner = get_args(hint)[1]
        return {str(key): _read(inner, each, name) for key, each in _expect(value, dict, name).items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, _expect(value, dict, name))
    return _read_simple(hint, value, name)


def _read_simple(hint: Any, value: object, name: str) -> object:
    if hint in _TEXT_FORMS:
        try:
            return _TEXT_FORMS[hint](_expect(value, str, name))
        except ValueError as error:
            raise ShapeWrong(name) from error
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enum(hint, value, name)
    if hint in (str, int, bool):
        return _expect(value, hint, name)
    return value  # JsonValue: whatever JSON gave


def _enum(hint: type[StrEnum], value: object, name: str) -> StrEnum:
    try:
        return hint(_expect(value, str, name))
    except ValueError as error:
        raise ShapeWrong(name) from error


def _expect(value: object, kind: Any, name: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ShapeWrong(name)
    return value


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC)


_TEXT_FORMS: dict[Any, Callable[[str], object]] = {
    bytes: bytes.fromhex,
    datetime: _instant,
    date: date.fromisoformat,
}
