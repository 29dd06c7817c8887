"""番号利用事務: a My Number of one case, opened for one member of staff with the right `number`, for one reason.

The only place that reads the number zone's key. The doors never import it (the import contracts forbid it): they
ask the zone, a process of its own, through `number_window.py`. What was opened is a row of the trail before it is
given; what was refused is one as well. The number stands in neither, nor in any error.
"""

from dataclasses import dataclass

from shared.casework import my_numbers
from shared.casework.authority import Actor, Deed
from shared.casework.installation import NUMBER_KEYS
from shared.casework.opened import LONGEST_REASON, OpenedCase, case_for, note
from shared.casework.workplace import Workplace
from shared.errors import CannotUnseal, MadoguchiError, ReasonMissing, ValueRefused
from shared.language.my_number import holds_my_number
from shared.records import keyring
from shared.records.number_zone import open_number
from shared.records.store.visibility import THE_OFFICE


@dataclass(frozen=True, repr=False)
class Asking:
    """Which number, and why. `question`: its id in the procedure; `reason`: the asker's own words, kept sealed."""

    reference: str
    question: str
    reason: str


def see(office: Workplace, actor: Actor, asking: Asking) -> str:
    """The 12 digits. `actor` has just proved who they are (`staff.confirmed`).

    Raises SubmissionNotFound, NotAuthorised, ReasonMissing, ValueRefused ("reason_holds_number", "too_long",
    "no_number_here"), SettingsError ("key_missing", …), KeyMissing, CannotUnseal.
    """
    case = case_for(office, actor, Deed.SEE_NUMBER, asking.reference)
    try:
        number = _opened(office, case, asking)
    except MadoguchiError as refused:
        note(office, case, actor.name, "refused", {"deed": Deed.SEE_NUMBER.value, "why": refused.code})
        raise
    said = {"question": asking.question, "reason": asking.reason.strip()}
    note(office, case, actor.name, Deed.SEE_NUMBER.value, {**said})
    return number


def _opened(office: Workplace, case: OpenedCase, asking: Asking) -> str:
    if not asking.reason.strip():
        raise ReasonMissing("reason_missing", action=Deed.SEE_NUMBER.value)
    if len(asking.reason) > LONGEST_REASON:
        raise ValueRefused("too_long", most=LONGEST_REASON)
    if holds_my_number(asking.reason):
        raise ValueRefused("reason_holds_number")
    box = my_numbers.box_of(case.body.number_box, asking.question)
    if box is None:
        raise ValueRefused("no_number_here")
    keys = keyring.load_number_keys(office.settings.number_var / NUMBER_KEYS)
    try:
        return open_number(box, case.submission.reference, keys)[asking.question]
    except CannotUnseal:
        sent_as = _sent_as(office, case)
        if sent_as == case.submission.reference:
            raise
    return open_number(box, sent_as, keys)[asking.question]


def _sent_as(office: Workplace, case: OpenedCase) -> str:
    """The reference that the box is bound to: the one that the citizen got, where filing had to give another."""
    filed = office.store.trail(case.submission.reference, THE_OFFICE)[0].detail or {}
    return str(filed.get("sent_as", case.submission.reference))
