"""What is approved takes its place among the files on its day, whole or not at all; and how it is taken back.

A process that is killed between two renames leaves some files as they are to be and some as they were: the next one
sees that and ends it, because both are known. Anything else on the disk is somebody's own work and is left alone.
"""

import logging
from dataclasses import replace

from shared.casework.authority import Actor
from shared.casework.catalogue_out import CatalogueOut
from shared.casework.proposals import files
from shared.casework.proposals.merging import merged
from shared.casework.proposals.proposals import (
    add,
    authorise_editing,
    check_unchanged,
    new_proposal,
    proposal,
    put,
)
from shared.casework.workplace import Workplace
from shared.errors import CaseError, CatalogueError, EditionRefused, KeepingError, MadoguchiError
from shared.language import clock
from shared.records.database import locked
from shared.records.store import proposals as rows
from shared.records.store.proposals import Proposal, State
from shared.whole_files import replace_all

SYSTEM = "system"  # in the trail: its day has come
LOCK = "catalogue.lock"

log = logging.getLogger("madoguchi.catalogue")


def publish_due(office: Workplace) -> list[int]:
    """Publishes what is approved and whose day has come, in the order of the days; gives their numbers.

    What cannot be published keeps its state, with the reason, until somebody looks: it is not tried every second.
    """
    done = []
    for number in office.store.read(rows.due, clock.today()):
        try:
            done.append(_publish(office, number, SYSTEM).number)
        except (CaseError, CatalogueError) as wrong:
            log.error("proposal %d is not published: %s", number, wrong.code)
            _note_trouble(office, number, wrong)
        except OSError:  # no room for the folder in which it is checked: receiving must go on
            log.exception("proposal %d is not published", number)
            _note_trouble(office, number, CaseError("proposal_unwritable"))
    return done


def publish(office: Workplace, actor: Actor, number: int) -> Proposal:
    """One that is approved and whose day has come, also where it failed before.

    Raises NotAuthorised, CaseError ("proposal_unknown", "proposal_state", "proposal_not_due", "proposal_moved",
    "proposal_unwritable"), CatalogueError.
    """
    found = proposal(office, actor, number)
    if found.state is State.APPROVED and found.publish_on > clock.today():
        raise CaseError("proposal_not_due", day=found.publish_on.isoformat())
    return _publish(office, number, actor.name)


def roll_back(office: Workplace, actor: Actor, number: int) -> Proposal:
    """Takes a publication back. Where its files still are as it left them, at once: that stood already. Where they
    have changed since, as a draft that goes the whole way.

    Raises CaseError("proposal_conflict") where the same lines changed since, and as `publish`.
    """
    authorise_editing(office, actor)
    old = proposal(office, actor, number)
    if old.state is not State.PUBLISHED:
        raise CaseError("proposal_state", number=number)
    path = office.settings.catalogue
    now = {name: files.text_of(path, name) for name in old.texts}
    if now == dict(old.texts):
        return _publish_at_once(office, actor, old)
    texts = {name: _taken_back(old, name, now[name]) for name in old.texts}
    changed = {name: text for name, text in texts.items() if text != now[name]}
    if not changed:
        raise CaseError("proposal_state", number=number)
    return add(office, new_proposal(actor.name, changed, {name: now[name] for name in changed}, "", number))


def _taken_back(old: Proposal, name: str, now: str | None) -> str | None:
    before, after = old.base[name], old.texts[name]
    if now == after:
        return before
    together = merged(after or "", before or "", now or "")
    if together is None:
        raise CaseError("proposal_conflict", name=name)
    return together


def _publish_at_once(office: Workplace, actor: Actor, old: Proposal) -> Proposal:
    wrong = files.problems(office.settings.catalogue, old.base)
    if wrong:
        raise CatalogueError(wrong)
    new = add(office, new_proposal(actor.name, old.base, old.texts, "", old.number))
    put(office, replace(new, state=State.APPROVED), actor.name, "catalogue_rolled_back")
    return _publish(office, new.number, actor.name)


def _publish(office: Workplace, number: int, by: str) -> Proposal:
    """One at a time on this machine: the kiosk's page and receiving both do it."""
    with locked(office.settings.office_var / LOCK):
        found = office.store.read(rows.proposal, number)
        if found is None or found.state is not State.APPROVED:
            raise CaseError("proposal_state", number=number)
        check_unchanged(office, found)
        wrong = files.problems(office.settings.catalogue, found.texts)
        if wrong:
            raise CatalogueError(wrong)
        _write(office, found)
        done = replace(found, state=State.PUBLISHED, published_by=by, published_at=clock.now(), trouble="")
        kept = put(office, done, by, "catalogue_published")
    _send_out(office)
    return kept


def _send_out(office: Workplace) -> None:
    """To the portal at once; where that cannot be now, `receive --watch` does it as soon as it can."""
    if office.letterbox.remote is None:
        return
    try:
        CatalogueOut(office.settings, office.keys.get, office.letterbox.remote).send()
    except (CatalogueError, EditionRefused, KeepingError) as later:
        log.warning("the catalogue is sent out later: %s", later.code)


def _write(office: Workplace, found: Proposal) -> None:
    """Included files first, and last those that go: whoever reads meanwhile finds all that the first file names."""
    path = office.settings.catalogue
    order = sorted(found.texts, key=lambda name: (found.texts[name] is None, name == path.name, name))
    data = {}
    for name in order:
        text = found.texts[name]
        data[files.place_of(path, name)] = None if text is None else text.encode()
    try:
        replace_all(data, path)
    except OSError as error:
        raise CaseError("proposal_unwritable") from error


def _note_trouble(office: Workplace, number: int, wrong: MadoguchiError) -> None:
    found = office.store.read(rows.proposal, number)
    if found is not None and found.state is State.APPROVED:
        put(office, replace(found, trouble=wrong.code), SYSTEM, "catalogue_not_published")
