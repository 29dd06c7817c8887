import dataclasses

import pytest

from shared.errors import CannotUnseal, KeyMissing
from shared.records.keyring import VaultKeys
from shared.records.person import Person, Role
from shared.records.vault import CaseKey, Vault, person_terms, query_terms, wrap_number

KEYS = VaultKeys({1: b"1" * 32, 2: b"2" * 32}, b"i" * 32)
REFERENCE, OTHER = "A7K2M9QX4", "B000000TT"
VAULT = Vault(KEYS)


@pytest.fixture(scope="module")
def case() -> CaseKey:
    return VAULT.new_case(REFERENCE)


def closed(open_it: object, *arguments: object) -> str:
    assert callable(open_it)
    with pytest.raises(CannotUnseal) as refused:
        open_it(*arguments)
    return refused.value.code


def test_a_column_opens_with_the_key_of_its_case(case: CaseKey) -> None:
    sealed = case.seal("submission", "body", b"answers")
    assert VAULT.open_case(REFERENCE, case.wrap).open("submission", "body", sealed) == b"answers"


@pytest.mark.requirement("CR-2")
def test_ciphertext_moved_to_another_place_does_not_open(case: CaseKey) -> None:  # CR-2
    sealed = case.seal("submission", "body", b"answers")
    other = VAULT.new_case(OTHER)
    same_key_elsewhere = dataclasses.replace(case, reference=OTHER)
    refusals = [
        closed(case.open, "submission", "applicant", sealed),
        closed(case.open, "trail", "body", sealed),
        closed(other.open, "submission", "body", sealed),
        closed(same_key_elsewhere.open, "submission", "body", sealed),
    ]
    assert refusals == ["box_closed"] * 4


@pytest.mark.requirement("CR-2")
def test_every_exchange_among_many_cases_is_refused() -> None:  # CR-2
    cases = [VAULT.new_case(f"A{number:08d}") for number in range(20)]
    sealed = {(each.reference, c): each.seal("submission", c, b"x") for each in cases for c in ("body", "name")}
    opened = [
        (each.reference, column, place)
        for each in cases
        for column in ("body", "name")
        for place, blob in sealed.items()
        if _opens(each, column, blob)
    ]
    assert opened == [(reference, column, (reference, column)) for reference, column in sealed]


def _opens(case: CaseKey, column: str, blob: bytes) -> bool:
    try:
        case.open("submission", column, blob)
    except CannotUnseal:
        return False
    return True


@pytest.mark.requirement("CR-2")
def test_the_wrap_of_another_case_does_not_open(case: CaseKey) -> None:  # CR-2
    assert closed(VAULT.open_case, OTHER, case.wrap) == "box_closed"
    assert closed(VAULT.open_case, REFERENCE, b"") == "box_version"


def test_two_cases_never_have_one_key() -> None:
    assert len({VAULT.new_case(REFERENCE).key for _ in range(100)}) == 100


def test_the_newest_vault_key_seals_and_is_named_in_front(case: CaseKey) -> None:
    assert (VAULT.newest, wrap_number(case.wrap), len(case.wrap)) == (2, 2, 62)


def test_rotation_wraps_the_case_key_again_and_touches_nothing_else() -> None:
    old = Vault(VaultKeys({1: KEYS.ring[1]}, KEYS.index))
    case = old.new_case(REFERENCE)
    sealed = case.seal("submission", "body", b"answers")
    fresh = VAULT.rewrap(REFERENCE, case.wrap)
    assert (wrap_number(case.wrap), wrap_number(fresh), VAULT.rewrap(REFERENCE, fresh) == fresh) == (
        1,
        2,
        True,
    )
    only_new = Vault(VaultKeys({2: KEYS.ring[2]}, KEYS.index))
    assert only_new.open_case(REFERENCE, fresh).open("submission", "body", sealed) == b"answers"


def test_a_vault_key_that_is_not_here_is_named(case: CaseKey) -> None:
    with pytest.raises(KeyMissing) as refused:
        Vault(VaultKeys({1: KEYS.ring[1]}, KEYS.index)).open_case(REFERENCE, case.wrap)
    assert refused.value.params == {"key_id": "vault-2"}


def test_a_token_is_sixteen_bytes_of_its_section_field_and_key() -> None:
    tokens = {
        VAULT.token("shiminka", "name", "見本"),
        VAULT.token("shiminka", "kana", "見本"),
        VAULT.token("hokenka", "name", "見本"),
        VAULT.token("shiminka", "name", "見本花子"),
        VAULT.token("shiminkan", "ame", "見本"),
        Vault(VaultKeys(KEYS.ring, b"j" * 32)).token("shiminka", "name", "見本"),
    }
    assert ({len(token) for token in tokens}, len(tokens)) == ({16}, 6)
    assert VAULT.token("shiminka", "name", "見本") in tokens


HANAKO = Person(
    Role.APPLICANT,
    family="齋藤",
    given="花子",
    family_kana="サイトウ",
    given_kana="ハナコ",
    birth="1950-04-01",
    phone="09012345678",
)


def found(person: Person, typed: str) -> bool:
    """Whether a case of `person` in the section is found by what staff typed there."""
    return not set(VAULT.tokens("s", person_terms(person))).isdisjoint(VAULT.tokens("s", query_terms(typed)))


@pytest.mark.parametrize(
    "typed",
    [
        "齋藤花子",
        "斉藤 花子",
        "斎藤　花子",
        "齋藤",
        "花子",
        "サイ",
        "さい",
        "ｻｲﾄｳ",
        "サイトウハナコ",
        "はな",
        "1950-04-01",
        "19500401",
        "昭和25年4月1日",
        "090-1234-5678",
        "０９０１２３４５６７８",
        "5678",
    ],
)
def test_a_case_is_found_by_name_kana_birth_date_and_phone(typed: str) -> None:
    assert found(HANAKO, typed)


@pytest.mark.parametrize("typed", ["", " ", "サ", "齋", "藤花", "イトウ", "1950-04-02", "1234", "0901234567"])
def test_a_case_is_not_found_by_less_or_by_something_else(typed: str) -> None:
    assert not found(HANAKO, typed)


@pytest.mark.parametrize("typed", ["Nguyen Van An", "NGUYỄN VĂN AN", "nguyen van", "グエン"])
def test_a_foreign_resident_is_found_without_diacritics(typed: str) -> None:
    assert found(
        Person(Role.APPLICANT, family="Nguyễn Văn", given="An", family_kana="グエン", given_kana="アン"),
        typed,
    )


def test_a_person_of_whom_little_is_known_leaves_few_tokens() -> None:
    assert person_terms(Person(Role.AGENT, family="李")) == [("name", "李")]
    assert VAULT.tokens("s", person_terms(Person(Role.AGENT))) == {}


@pytest.mark.requirement("CR-1")
def test_tokens_show_nothing_of_what_they_find() -> None:
    kept = b"".join(VAULT.tokens("s", person_terms(HANAKO)))
    assert [secret for secret in ("花子", "サイ", "5678", "1950") if secret.encode() in kept] == []
    assert len(kept) == 16 * len(person_terms(HANAKO))
