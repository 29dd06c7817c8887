"""支援措置: a case that names a protected person is there for named staff only, before anybody else can see it.

The list is office-wide and holds keyed tokens, no names. Everybody in the answers is looked for, children and
those whom a certificate is about included (DESIGN §2). Filing asks the list inside its own transaction.
"""

from collections.abc import Iterable
from datetime import date

from shared.casework.opened import OpenedCase
from shared.casework.persons import Named, everyone
from shared.casework.workplace import Workplace
from shared.catalogue.procedure import Procedure, canonical
from shared.language import clock
from shared.language.characters import search_key
from shared.records.envelope import Body
from shared.records.shapes import JsonObject
from shared.records.store import hiding, protected
from shared.records.store.hiding import Hiding, Links
from shared.records.store.protected import FieldToken

EVERYWHERE = "*"  # the list belongs to no section
NAME, KANA, BIRTH, NAME_ALONE = "name", "kana", "birth", "name_alone"
Terms = set[tuple[str, str]]


def protect(office: Workplace, entry: str, persons: Iterable[Named], until: date, viewers: Iterable[str]) -> None:
    """Puts persons on the list under one entry, in one transaction. `viewers`: accounts that may see the cases.

    A case meets a person by name and birth date, by kana and birth date, or by the name alone: where the case
    asks no birth date, or the list has none. Raises ValueError without a name or without viewers.
    """
    ways = {f"{n}|{way}": _tokens(office, terms) for n, one in enumerate(persons) for way, terms in _ways(one).items()}
    office.store.run(protected.put_entries, entry, ways, until, viewers)


def lift(office: Workplace, entry: str) -> bool:
    """Takes an entry off the list; False where there was none. The cases that it hid: protected_list.py."""
    return office.store.run(protected.drop_protected, entry) > 0


def hide(office: Workplace, case: OpenedCase, viewers: tuple[str, ...], actor: str, links: Links) -> bool:
    """Leaves a case to its viewers, or without any gives it back to its section with its `links`.

    What links are cut stands sealed in its trail. False where nothing changed.
    """

    def seal(action: str, cut: Links) -> bytes:
        return case.key.seal("trail", action, canonical({"links": dict(cut)}))

    told = Hiding(case.submission.reference, viewers, clock.now(), actor, seal, links)
    return office.store.run(hiding.set_viewers, told)


def tokens_of(office: Workplace, procedure: Procedure, answers: JsonObject) -> tuple[FieldToken, ...]:
    """Under what everybody whom the answers name is looked for on the list."""
    terms: Terms = set()
    for person in everyone(procedure, answers):
        terms |= {(NAME, name) for name in person.names} | {(KANA, kana) for kana in person.kana}
        terms |= {(BIRTH, day) for day in person.births}
        if not person.births:
            terms |= {(NAME_ALONE, name) for name in person.names}
    return _tokens(office, terms)


def viewers_of(office: Workplace, procedure: Procedure, body: Body) -> tuple[str, ...]:
    """The accounts that alone may see this case, by the list at this moment; empty where nobody in it is protected."""
    return office.store.protected_by(tokens_of(office, procedure, body.answers))


def _ways(person: Named) -> dict[str, Terms]:
    if not person.names:
        raise ValueError("a protected person has a name")
    name, birth = {(NAME, person.names[0])}, {(BIRTH, day) for day in person.births[:1]}
    ways = {NAME: name | birth, NAME_ALONE: {(NAME_ALONE, person.names[0])}}
    if person.kana and birth:
        ways[KANA] = {(KANA, person.kana[0])} | birth
    return ways


def _tokens(office: Workplace, terms: Terms) -> tuple[FieldToken, ...]:
    keyed = {(field, search_key(said)) for field, said in terms}
    return tuple((field, office.vault.token(EVERYWHERE, field, key)) for field, key in sorted(keyed) if key)
