"""What was touched on the second face, as the record keeps it: with the case's consent, and as a row of the trail.

    consent    how: touch, where: second_face, when; what was agreed before stays beside it. No: help is not agreed to
    read_back  how: touch, where: second_face, when, in which language, and the digest of what was read back

The digest binds the word to the answers: when one of them changes, it was not read back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue

from shared.casework import applying
from shared.casework.cases import Case
from shared.casework.counter import Clerk, consent
from shared.casework.mandate import HELP
from shared.casework.noting import CITIZEN
from shared.casework.rights import READ_BACK, read_back_in
from shared.casework.second_face.content import PLACE, closing_of, digest_of
from shared.casework.second_face.face import Touch
from shared.catalogue.procedure import Procedure
from shared.records.folder import Draft
from shared.records.shapes import JsonObject
from shared.records.store.trail_rows import OFFICE_CHAIN
from shared.records.trail import Deed as TrailDeed

READ_BACK_DONE = "readback_done"  # question set `staff_check`
ROWS = {
    ("consent", True): "face_agreed",
    ("consent", False): "face_not_agreed",
    ("read_back", True): "face_read_back",
    ("read_back", False): "face_not_right",
}


def record(clerk: Clerk, case: Case, touches: Sequence[Touch]) -> Case:
    """The case with its touches kept. The row of the trail comes first: nothing counts that is not written there.

    Raises StoreUnavailable, FolderChanged, ActionNotAllowed (the case was sent).
    """
    draft = applying.draft_of(case)
    for touch in touches:
        clerk.office.store.note(OFFICE_CHAIN, TrailDeed(touch.at, CITIZEN, ROWS[touch.kind, touch.yes], case.reference))
        agreed = touch.kind == "consent"
        draft = _agreed(clerk, draft, touch) if agreed else _read(draft, case.procedure, touch)
    return applying.save(clerk.office, case, draft) if touches else case


def stale(case: Case) -> bool:
    """Something was read back on a second face, and the answers are others now."""
    back = read_back_in(case.draft.consent) if case.draft else None
    return back is not None and back.get("digest") != digest_of(case.procedure, case.answers)


def drop_stale(clerk: Clerk, case: Case) -> Case:
    """The case without a read-back that was of other answers. Raises FolderChanged, StoreUnavailable."""
    if not stale(case):
        return case
    return applying.save(clerk.office, case, _unread(applying.draft_of(case), case.procedure))


def answered_by_read_back(procedure: Procedure, answers: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Questions that the touch answers: that all is right, and for staff that it was read back."""
    closing = closing_of(procedure, answers)
    staff = [one.id for one in procedure.questions() if one.id == READ_BACK_DONE]
    return (*closing, *staff)


def _agreed(clerk: Clerk, draft: Draft, touch: Touch) -> Draft:
    """A no takes the consent away: then nothing is filed (ActionNotAllowed consent_missing)."""
    if not touch.yes:
        return replace(draft, consent={})
    earlier: JsonObject = {name: draft.consent[name] for name in ("how", "at") if name in draft.consent}
    whole = {**consent(clerk, "touch", HELP), **draft.consent, **_by_touch(touch)}
    return replace(draft, consent={**whole, "earlier": earlier} if earlier else whole)


def _read(draft: Draft, procedure: Procedure, touch: Touch) -> Draft:
    if not touch.yes:
        return _unread(draft, procedure)
    if touch.digest != digest_of(procedure, draft.answers):  # changed between the touch and now: asked again
        return draft
    said = {**_by_touch(touch), "language": touch.language, "digest": touch.digest}
    ticked = dict.fromkeys(answered_by_read_back(procedure, draft.answers), "yes")
    return replace(draft, consent={**draft.consent, READ_BACK: said}, answers={**draft.answers, **ticked})


def _unread(draft: Draft, procedure: Procedure) -> Draft:
    """Without the read-back and without the ticks that it had set."""
    if READ_BACK not in draft.consent:
        return draft
    ticked = answered_by_read_back(procedure, draft.answers)
    return replace(
        draft,
        consent={name: value for name, value in draft.consent.items() if name != READ_BACK},
        answers={name: value for name, value in draft.answers.items() if name not in ticked},
    )


def _by_touch(touch: Touch) -> JsonObject:
    return {"how": "touch", "where": PLACE, "at": touch.at.isoformat()}
