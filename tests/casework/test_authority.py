"""Who may do what to which case: the whole table, written out here a second time (AZ-1)."""

import itertools

import pytest

from shared.casework.authority import EVERY_SECTION, Actor, Deed, Role, Scope, authorise, may
from shared.errors import NotAuthorised

OWN, OTHER = "shiminka", "kosodate-kyufu"

# deed → (roles that may, also in another section's case where the citizen shows the code)
TABLE = {
    "start": ({"counter", "reviewer"}, True),
    "file": ({"counter", "reviewer"}, True),
    "list": ({"counter", "reviewer"}, False),
    "read": ({"counter", "reviewer"}, True),
    "reprint": ({"counter", "reviewer"}, True),
    "replace_code": ({"counter", "reviewer"}, False),
    "take_up": ({"reviewer"}, False),
    "ask_correction": ({"reviewer"}, False),
    "hand_over": ({"reviewer"}, False),
    "ask_opinion": ({"reviewer"}, False),
    "approve": ({"reviewer"}, False),
    "reject": ({"reviewer"}, False),
    "complete": ({"reviewer"}, False),
    "withdraw": ({"counter", "reviewer"}, True),
    "correct": ({"counter", "reviewer"}, True),
    "pay": ({"counter", "reviewer"}, True),
    "enter": ({"counter", "reviewer"}, False),
    "see_number": ({"reviewer"}, False),
    "protect": ({"reviewer", "admin"}, False),
    "manage_staff": ({"admin"}, False),
    "edit": ({"editor"}, False),
    "operate": ({"admin", "counter", "reviewer"}, False),
}
ROLE_SETS = [
    frozenset(chosen)
    for size in range(4)
    for chosen in itertools.combinations(("counter", "reviewer", "editor", "admin"), size)
]
SECTIONS = [frozenset[str](), frozenset({OWN}), frozenset({EVERY_SECTION})]
SCOPES = [None, *(Scope(*parts) for parts in itertools.product((OWN, OTHER), (False, True), (False, True)))]


def actor(roles: frozenset[str], sections: frozenset[str], number: bool, protected: bool) -> Actor:
    return Actor("mado", "見本 みどり", frozenset(map(Role, roles)), sections, number, protected)


def expected(deed: str, who: Actor, case: Scope | None) -> bool:
    """The table read aloud."""
    roles, by_code = TABLE[deed]
    if not {role.value for role in who.roles} & roles or (deed == "see_number" and not who.number):
        return False
    if deed == "protect" and not who.protected:
        return False
    if case is None:
        return True
    if case.protected and not who.protected:
        return False
    serves = case.section in who.sections or EVERY_SECTION in who.sections
    return serves or (by_code and case.by_code)


def test_every_deed_stands_in_the_table() -> None:
    assert {deed.value for deed in Deed} == set(TABLE)


@pytest.mark.requirement("AZ-1")
@pytest.mark.parametrize("deed", list(Deed), ids=lambda deed: str(deed.value))
def test_the_whole_matrix_of_roles_rights_and_sections_is_as_the_table_says(deed: Deed) -> None:
    wrong = [
        (sorted(roles), sorted(sections), number, protected, case)
        for roles in ROLE_SETS
        for sections in SECTIONS
        for number, protected in itertools.product((False, True), repeat=2)
        for case in SCOPES
        if may(actor(roles, sections, number, protected), deed, case)
        is not expected(deed.value, actor(roles, sections, number, protected), case)
    ]
    assert wrong == []


@pytest.mark.requirement("AZ-1")
def test_what_may_not_be_done_is_refused_with_the_name_of_the_deed_and_nothing_else() -> None:
    nobody = actor(frozenset(), frozenset({EVERY_SECTION}), True, True)
    with pytest.raises(NotAuthorised) as refused:
        authorise(nobody, Deed.READ, Scope(OWN))
    assert (refused.value.code, refused.value.params) == ("not_authorised", {"deed": "read"})


def test_who_has_no_role_may_nothing_at_all() -> None:
    nobody = actor(frozenset(), frozenset({EVERY_SECTION}), True, True)
    assert [deed for deed in Deed for case in SCOPES if may(nobody, deed, case)] == []


# What a person who only sits at the counter may do: with the cases of their sections, and with any other case for the
# visitor who shows its code. Nothing of review, of My Numbers, of protected persons or of accounts.
AT_THE_COUNTER = {"start", "file", "list", "read", "reprint", "replace_code", "withdraw", "correct", "pay", "enter"}
FOR_THE_VISITOR = {"start", "file", "read", "reprint", "withdraw", "correct", "pay"}


@pytest.mark.requirement("KI-3")
@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Scope(OWN), AT_THE_COUNTER | {"operate"}),
        (Scope(OTHER, by_code=True), FOR_THE_VISITOR),
        (Scope(OTHER), set()),
        (Scope(OWN, protected=True, by_code=True), set()),
    ],
)
def test_who_has_the_counters_role_alone_may_exactly_what_a_counter_may(case: Scope, expected: set[str]) -> None:
    clerk = actor(frozenset({"counter"}), frozenset({OWN}), number=True, protected=False)
    assert {deed.value for deed in Deed if may(clerk, deed, case)} == expected
