"""引き継ぎコード, given anew: the old one opens nothing from then on (OBJECTS.md, "Lost")."""

from dataclasses import replace

from shared.casework import cards, identity
from shared.casework.authority import Actor, Deed
from shared.casework.cases import Case, case_by_root, opened
from shared.casework.office import OfficeSide
from shared.casework.opened import OpenedCase, case_for
from shared.catalogue.procedure import canonical
from shared.errors import ValueRefused
from shared.language import clock
from shared.records.card import CardAddress, SealedCard, seal_card
from shared.records.code import new_code
from shared.records.derivation import inside_key, locator_of, root_of
from shared.records.envelope import Body
from shared.records.folder import FolderRow
from shared.records.store.changes import Change
from shared.records.store.outgoing import Dropped
from shared.records.submission import Submission

CHECKED = "identity_checked"  # the trail's word


def replace_code(office: OfficeSide, actor: Actor, reference: str, method: str) -> str:
    """A new code for a case whose citizen lost theirs. Gives the code. `method`: by which documents identity was
    checked (identity.SHOWN).

    One transaction: the check, new root, new folder with the same front and inside, cards sealed anew, the old
    folder dropped. Raises ValueRefused("identity_no_document"), SubmissionNotFound, NotAuthorised,
    SubmissionChanged, CannotOpen, StoreUnavailable.
    """
    return renewed(office, case_for(office, actor, Deed.REPLACE_CODE, reference), actor.name, method)


def renewed(office: OfficeSide, record: OpenedCase, by: str, method: str) -> str:
    """As `replace_code`, for whoever was authorised already (the operator's command line)."""
    if method not in identity.SHOWN:
        raise ValueRefused("identity_no_document")
    code = new_code()
    root = root_of(code, office.salt)
    before = record.body
    body = replace(before, code=code, root=root, k_in=inside_key(root, before.fact.value))
    folder = _folder(office, before)
    checked = record.key.seal("trail", CHECKED, canonical({"method": method}))
    change = Change(
        after=record.submission,
        at=clock.now(),
        actor=by,
        action="replace_code",
        detail=record.key.seal("trail", "replace_code", canonical({})),
        rests_on=((CHECKED, checked),),
        body=record.key.seal("submission_body", "body", body.to_json()),
        folder=_moved(folder, body),
        cards=lambda kept: _cards(office, folder, body, kept),
        dropped=(Dropped(locator_of(before.root)),),
    )
    office.store.change(change)
    office.letterbox.flush()
    return code


def _folder(office: OfficeSide, body: Body) -> Case:
    """The folder as the letterbox, or the mirror, has it; all of it opened."""
    office.letterbox.flush()
    case = case_by_root(office, body.root)
    return opened(office, body.root, case.row, body.k_in)


def _moved(case: Case, body: Body) -> FolderRow:
    """The same content in a new place. What was being corrected is begun again from what was sent."""
    assert case.front is not None and case.inside is not None
    locator, revision = locator_of(body.root), case.row.revision + 1
    return replace(
        case.row,
        locator=locator,
        revision=revision,
        saved_at=clock.now(),
        draft=None,
        front=replace(case.front, code=body.code).seal(body.root, locator, revision),
        inside=case.inside.seal(body.k_in, locator, revision),
    )


def _cards(office: OfficeSide, case: Case, body: Body, kept: Submission) -> tuple[SealedCard, ...]:
    address = CardAddress(locator_of(body.root), body.root, body.k_in, case.row.expires_on)
    earlier = tuple(seal_card(card, address, office.signer) for card in case.cards)
    return (*earlier, cards.sealed(office, body, kept.revision, "replace_code", {"status": kept.status.value}, {}))
