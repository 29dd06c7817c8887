"""支援措置: a case that names a protected person is there for named staff only, before anybody else can see it.

The list is office-wide and holds keyed tokens, no names. Everybody in the answers is looked for, children and
those whom a certificate is about included (DESIGN §2).
"""

from collections.abc import Iterable
from datetime import date

from shared.casework.persons import Named, everyone
from shared.casework.workplace import Workplace
from shared.catalogue.procedure import Procedure
from shared.language.characters import search_key
from shared.records.envelope import Body
from shared.records.store import protected

EVERYWHERE = "*"  # the list belongs to no section
NAME, KANA, BIRTH, NAME_ALONE = "name", "kana", "birth", "name_alone"
Terms = set[tuple[str, str]]


def protect(office: Workplace, entry: str, person: Named, until: date, viewers: Iterable[str]) -> None:
    """Puts a person on the list. `entry`: the office's own mark; `viewers`: accounts that may see the cases.

    A case meets the person by name and birth date, by kana and birth date, or by the name alone: where the case
    asks no birth date, or the list has none. Raises ValueError without a name or without viewers.
    """
    if not person.names:
        raise ValueError("a protected person has a name")
    name, birth = {(NAME, person.names[0])}, {(BIRTH, day) for day in person.births[:1]}
    ways = {NAME: name | birth, NAME_ALONE: {(NAME_ALONE, person.names[0])}}
    if person.kana and birth:
        ways[KANA] = {(KANA, person.kana[0])} | birth
    lift(office, entry)
    for way, terms in ways.items():
        office.store.run(protected.put_protected, f"{entry}|{way}", _tokens(office, terms), until, tuple(viewers))


def lift(office: Workplace, entry: str) -> None:
    """The measure was lifted. Cases that were filed under it stay as they are until somebody changes them."""
    for way in (NAME, KANA, NAME_ALONE):
        office.store.run(protected.drop_protected, f"{entry}|{way}")


def viewers_of(office: Workplace, procedure: Procedure, body: Body) -> tuple[str, ...]:
    """The accounts that alone may see this case; empty where nobody in it is protected."""
    terms: Terms = set()
    for person in everyone(procedure, body.answers):
        terms |= {(NAME, name) for name in person.names} | {(KANA, kana) for kana in person.kana}
        terms |= {(BIRTH, day) for day in person.births}
        if not person.births:
            terms |= {(NAME_ALONE, name) for name in person.names}
    return office.store.protected_by(_tokens(office, terms))


def _tokens(office: Workplace, terms: Terms) -> list[tuple[str, bytes]]:
    keyed = {(field, search_key(said)) for field, said in terms}
    return [(field, office.vault.token(EVERYWHERE, field, key)) for field, key in sorted(keyed) if key]
