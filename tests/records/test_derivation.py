import threading

import pytest
from sample_records import CODE, FACT, SALT, OpenFolder

from shared.errors import ValueRefused
from shared.records import derivation
from shared.records.derivation import (
    answers_digest,
    draft_key,
    front_key,
    hk,
    inside_key,
    locator_of,
    normal_fact,
    root_of,
)


@pytest.mark.requirement("R-06")
def test_what_follows_from_a_code_is_the_same_for_ever(folder: OpenFolder) -> None:
    """Format 1. Whoever changes one of these values locks every citizen out of every folder."""
    assert [value.hex() for value in (folder.root, folder.locator, folder.k_in)] == [
        "3c54d76b0cf8ab0ad4f0056d1ec41b2ff1f8feef604fc7f0015ebd5b6583841a",
        "fa148f4655d5210a2067baab4ba301e4",
        "7a2497fc6fe15b06dbbf25529580defc09e3bf8f284374d1f505dd07aad4034a",
    ]
    assert (
        answers_digest(folder.root, {"name": "見本", "copies": 1}).hex()
        == "91960c767a4c77f424a7b0ace7f1d3d5a4c443fc663b3f5d656d1373f22410cd"
    )


def test_another_salt_another_code_and_another_fact_give_other_keys(folder: OpenFolder) -> None:
    roots = {folder.root, root_of(CODE, bytes(16)), root_of(CODE[::-1], SALT)}
    inside = {folder.k_in, inside_key(folder.root, "19500402"), inside_key(bytes(32), FACT)}
    assert (len(roots), len(inside)) == (3, 3)


def test_no_two_keys_of_a_root_are_the_same(folder: OpenFolder) -> None:
    root = folder.root
    derived = [draft_key(root), front_key(root), hk(root, "digest"), hk(root, "pass"), folder.k_in, root]
    assert (len(set(derived)), locator_of(root) in {key[:16] for key in derived}) == (6, False)


def test_at_most_two_codes_are_stretched_at_once() -> None:
    done: list[bytes] = []
    threads = [threading.Thread(target=lambda: done.append(root_of(CODE, SALT))) for _ in range(3)]
    with derivation._AT_ONCE, derivation._AT_ONCE:
        for thread in threads:
            thread.start()
        threads[0].join(timeout=0.3)
        assert done == []
    for thread in threads:
        thread.join()
    assert len(done) == 3


@pytest.mark.parametrize(
    ("kind", "text", "fact"),
    [
        ("birth_date", "1950-04-01", "19500401"),
        ("birth_date", "19500401", "19500401"),
        ("birth_date", "１９５０ー０４ー０１", "19500401"),
        ("birth_date", "昭和25年4月1日", "19500401"),
        ("birth_date", "S25.4.1", "19500401"),
        ("birth_date", "1947", "1947"),
        ("phone_tail", "090-1234-5678", "5678"),
        ("phone_tail", "５６７８", "5678"),
        ("phone_tail", "0001", "0001"),
        ("own_word", "  さくら ", "さくら"),
        ("own_word", "ｻｸﾗ", "サクラ"),
        ("own_word", "My  Word", "my word"),
        ("own_word", "ＭＹ ＷＯＲＤ", "my word"),
        ("own_word", "4649", "4649"),
    ],
)
def test_a_fact_is_one_however_it_is_written(kind: str, text: str, fact: str) -> None:
    assert normal_fact(kind, text) == fact


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("birth_date", "", "blank"),
        ("birth_date", "さくら", "date_unreadable"),
        ("birth_date", "1950-02-30", "no_such_day"),
        ("phone_tail", "567", "fact_phone"),
        ("own_word", "123", "fact_word"),
        ("own_word", "桜", "fact_word"),
        ("own_word", " ", "fact_word"),
    ],
)
def test_what_is_no_fact_is_refused_before_a_try_is_counted(kind: str, text: str, code: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        normal_fact(kind, text)
    assert refused.value.code == code
