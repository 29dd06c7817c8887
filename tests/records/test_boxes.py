import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_records import HARD_NAME

from shared.errors import CannotUnseal
from shared.records.boxes import OVERHEAD, box, canonical, unbox

KEY, OTHER = b"k" * 32, b"o" * 32


def why(key: bytes, blob: bytes, aad: bytes) -> str:
    with pytest.raises(CannotUnseal) as refused:
        unbox(key, blob, aad)
    return refused.value.code


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_a_box_gives_back_what_was_put_in(data: bytes, aad: bytes) -> None:
    sealed = box(KEY, data, aad)
    assert (unbox(KEY, sealed, aad), len(sealed)) == (data, len(data) + OVERHEAD)


def test_the_same_data_never_gives_the_same_box() -> None:
    assert len({box(KEY, b"data", b"") for _ in range(100)}) == 100


def test_a_box_does_not_open_with_another_key_or_in_another_place() -> None:
    sealed = box(KEY, b"data", b"here")
    assert [why(OTHER, sealed, b"here"), why(KEY, sealed, b"there")] == ["box_closed", "box_closed"]


def test_every_changed_bit_is_noticed() -> None:
    sealed = box(KEY, b"data", b"")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        assert why(KEY, bytes(changed), b"") == ("box_version" if place == 0 else "box_closed")


def test_cut_off_and_empty_boxes_are_refused() -> None:
    sealed = box(KEY, b"", b"")
    assert {why(KEY, sealed[:length], b"") for length in range(len(sealed))} == {"box_version"}


def test_canonical_json_is_one_spelling_of_a_value() -> None:
    assert canonical({"b": [1, True, None], "a": "名"}) == '{"a":"名","b":[1,true,null]}'.encode()
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


def test_canonical_json_keeps_every_character_of_a_name() -> None:
    assert canonical([HARD_NAME]) == f'["{HARD_NAME}"]'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud842"])
def test_canonical_json_refuses_what_others_could_not_read(value: object) -> None:
    with pytest.raises(ValueError):
        canonical({"value": value})
