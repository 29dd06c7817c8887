import json
import random
import zlib

import pytest
from sample_records import CODE, FACT, HARD_NAME, a_body, a_head

from shared.errors import CannotUnseal
from shared.records.boxes import canonical
from shared.records.envelope import LARGEST_BODY, Body, Envelope, Head, Kind, new_envelope_id, pack, unpack


def code_of(read: object, *arguments: object) -> tuple[str, dict[str, object]]:
    assert callable(read)
    with pytest.raises(CannotUnseal) as refused:
        read(*arguments)
    return refused.value.code, refused.value.params


def test_a_body_and_its_json_say_the_same() -> None:
    body = a_body()
    assert Body.from_json(body.to_json()) == body


def test_the_same_body_always_gives_the_same_bytes() -> None:
    one = a_body(answers={"a": 1, "b": {"c": 2, "d": 3}})
    other = a_body(answers={"b": {"d": 3, "c": 2}, "a": 1})
    assert one.to_json() == other.to_json() == Body.from_json(one.to_json()).to_json()


def test_names_come_out_of_the_body_as_they_were_typed() -> None:
    body = Body.from_json(unpack(pack(a_body().to_json())))
    assert (body.answers["name"], body.applicant.name) == (HARD_NAME, "\U00020bb7田 葛\U000e0100城\ufa19")


def test_an_office_reads_what_a_newer_door_added() -> None:
    newer = {**json.loads(a_body().to_json()), "weather": "rain"}
    assert Body.from_json(canonical(newer)) == a_body()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": 3}, "channel"),
        ({"answers": []}, "answers"),
        ({"root": "zz"}, "root"),
        ({"v": 2}, "v"),
        ({"applicant": {"role": "mayor"}}, "role"),
        ({"submitted_at": "yesterday"}, "submitted_at"),
    ],
)
def test_a_broken_body_is_refused_by_its_field(change: dict[str, object], field: str) -> None:
    broken = canonical({**json.loads(a_body().to_json()), **change})
    assert code_of(Body.from_json, broken) == ("body_unreadable", {"field": field})


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_body_is_refused(data: bytes) -> None:
    assert code_of(Body.from_json, data)[0] == "body_unreadable"


def test_a_body_that_would_fill_the_memory_is_refused() -> None:
    bomb = zlib.compress(bytes(LARGEST_BODY + 1))
    assert (len(bomb) < 20_000, code_of(unpack, bomb)) == (True, ("body_unreadable", {"field": ""}))


@pytest.mark.parametrize("data", [b"", b"plain", zlib.compress(b"cut off")[:-3]])
def test_broken_packing_is_refused(data: bytes) -> None:
    assert code_of(unpack, data)[0] == "body_unreadable"


def test_a_head_says_what_and_for_which_case_and_nothing_about_whom() -> None:
    head = a_head(kind=Kind.CORRECTION, about="1e" * 16, base_version=4, blobs=("ab" * 16,))
    assert Head.from_bytes(head.to_bytes()) == head
    assert set(json.loads(head.to_bytes())) == {
        "about",
        "base_version",
        "blobs",
        "format",
        "id",
        "kind",
        "reference",
        "size",
        "suite",
    }


@pytest.mark.parametrize(
    "change", [{"id": "0F" * 16}, {"id": "0f"}, {"kind": "gift"}, {"format": 2}, {"suite": "X25519"}]
)
def test_a_head_of_another_format_is_refused(change: dict[str, object]) -> None:
    data = canonical({**json.loads(a_head().to_bytes()), **change})
    assert code_of(Head.from_bytes, data) == ("head_unreadable", {})


def test_an_envelope_travels_as_one_piece() -> None:
    envelope = Envelope(a_head().to_bytes(), {"office-1": b"\x00wrap", "recovery-1": b""}, b"\xffbody")
    assert Envelope.from_bytes(envelope.to_bytes()) == envelope
    assert (envelope.envelope_id, envelope.kind, envelope.reference) == (
        "0f" * 16,
        "application",
        "A7K2M9QX4",
    )


def test_a_damaged_envelope_is_refused_and_nothing_worse() -> None:
    whole = Envelope(a_head().to_bytes(), {"office-1": b"wrap"}, b"body").to_bytes()
    chance = random.Random(2)
    for _ in range(2_000):
        data = bytearray(whole[: chance.randrange(len(whole) + 1)])
        for _ in range(chance.randrange(4)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            Envelope.from_bytes(bytes(data)).opened_head  # noqa: B018 – reading the head is the deed
        except CannotUnseal as refused:
            assert refused.code in {"envelope_unreadable", "head_unreadable"}


def test_ids_are_random_and_of_one_form() -> None:
    ids = {new_envelope_id() for _ in range(1_000)}
    assert (len(ids), {len(each) for each in ids}) == (1_000, {32})


def test_nothing_personal_stands_in_a_traceback() -> None:
    body = a_body()
    shown = repr((body, body.applicant, body.fact, body.files[0], body.staff))
    assert [secret for secret in (HARD_NAME, "葛", CODE, FACT, "0312345678", "免許") if secret in shown] == []
