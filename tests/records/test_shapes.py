from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest

from shared.records.shapes import JsonObject, ShapeWrong, from_plain, instant_text, to_plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Leaf:
    name: str
    key: bytes = b""


@dataclass(frozen=True)
class Tree:
    colour: Colour
    count: int
    alive: bool
    planted: date
    seen_at: datetime
    leaves: tuple[Leaf, ...] = ()
    first: Leaf | None = None
    labels: dict[str, Leaf] = field(default_factory=dict)
    free: JsonObject = field(default_factory=dict)


AT = datetime(2026, 11, 22, 5, 41, 7, 12, tzinfo=UTC)
TREE = Tree(
    Colour.RED,
    3,
    True,
    date(2026, 4, 1),
    AT,
    (Leaf("a", b"\x00\xff"),),
    Leaf("b"),
    {"x": Leaf("c")},
    {"n": [1, None]},
)
PLAIN = {
    "colour": "red",
    "count": 3,
    "alive": True,
    "planted": "2026-04-01",
    "seen_at": "2026-11-22T05:41:07.000012Z",
    "leaves": [{"name": "a", "key": "00ff"}],
    "first": {"name": "b", "key": ""},
    "labels": {"x": {"name": "c", "key": ""}},
    "free": {"n": [1, None]},
}


def test_a_record_and_its_plain_form_say_the_same() -> None:
    assert (to_plain(TREE), from_plain(Tree, PLAIN)) == (PLAIN, TREE)


def test_missing_keys_take_their_defaults_and_unknown_keys_are_left_out() -> None:
    assert from_plain(Leaf, {"name": "a", "size": 4}) == Leaf("a")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colour", "blue"),
        ("colour", 1),
        ("count", "3"),
        ("count", True),
        ("alive", 1),
        ("planted", "2026-13-01"),
        ("seen_at", "2026-11-22T05:41:07"),
        ("leaves", {"name": "a"}),
        ("first", "b"),
        ("free", [1]),
    ],
)
def test_a_wrong_type_is_named_by_its_field_and_never_by_its_value(key: str, value: object) -> None:
    with pytest.raises(ShapeWrong) as refused:
        from_plain(Tree, {**PLAIN, key: value})
    assert str(refused.value) == key


@pytest.mark.parametrize("data", [None, 3, "text", [], {}])
def test_what_is_no_object_or_lacks_a_field_is_refused(data: object) -> None:
    with pytest.raises(ShapeWrong):
        from_plain(Leaf, data)


def test_instants_are_written_in_utc_in_one_width() -> None:
    japan = timezone(timedelta(hours=9))
    assert instant_text(datetime(2026, 11, 22, 14, 41, tzinfo=japan)) == "2026-11-22T05:41:00.000000Z"
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2026, 11, 22, 14, 41))  # noqa: DTZ001 – the refusal is what is tested
