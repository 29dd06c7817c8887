"""The office's door: casework at the counter, and the kiosk's own addresses."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from kiosk.second_face import publish, wrong_of
from kiosk.visit import Visit, unlocked_key
from shared.casework import afterwards, applying, cases, counter, moving_over
from shared.casework.cases import Case
from shared.casework.counter import PHONE
from shared.casework.paper import by_letter, signing
from shared.casework.second_face import touches
from shared.screens.door import Place


class KioskDoor:
    """A `Door` and an `Opener` for a member of staff with a visitor. The applicant is always the visitor."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._office = visit.office

    @property
    def hand(self) -> Literal["citizen", "staff"]:
        """On the telephone, and of a letter, nobody can show anything: what staff check is not asked."""
        calls = self._visit.case is not None and self._visit.case.channel == PHONE
        return "citizen" if calls or self.by_letter else "staff"

    @property
    def by_letter(self) -> bool:
        """Whether a letter is being typed: what it does not say is left to the pen."""
        case = self._visit.case
        return case is not None and by_letter.is_begun(case)

    @property
    def language(self) -> str:
        return self._visit.language

    @property
    def actor_name(self) -> str:
        return self._visit.actor.shown

    def save(self, case: Case, step_id: str, raw: Mapping[str, object]) -> Case:
        return self._kept(applying.answer(self._office, case, step_id, raw, self.hand))

    def save_some(self, case: Case, raw: Mapping[str, object]) -> Case:
        """Keeps the steps that are answered; what is missing in others is no reason. Raises as `save`."""
        return self._kept(applying.answer_some(self._office, case, raw, self.hand))

    def save_all(self, case: Case, raw: Mapping[str, object]) -> Case:
        """Reads every step at once. Raises AnswersRefused with all that is wrong, and as `save`."""
        return self._kept(applying.answer_all(self._office, case, raw, self.hand))

    def send_half_filled(self, case: Case, raw: Mapping[str, object]) -> Case:
        """What the letter says is kept and goes out to be finished and signed. Raises as `save_all`."""
        kept = self._kept(by_letter.put_known(self._visit.clerk, case, raw))
        signing.send_out(self._visit.clerk, kept)
        return kept

    def attach(self, case: Case, question: str, filename: str, data: bytes) -> None:
        kept, _ = applying.attach(self._office, case, question, filename, data)
        self._kept(kept)

    def detach(self, case: Case, blob: str) -> None:
        self._kept(applying.detach(self._office, case, blob))

    def send(self, case: Case, fact_word: str) -> Case:
        """Files at once: what the visitor corrects goes the same way. The fee is paid when it is ticked. What was
        said on the telephone, or written in a letter, goes out to be signed first.
        """
        if signing.needs_signature(case):
            signing.send_out(self._visit.clerk, case)
            return case
        paid = bool(st.session_state.get(paid_key(case.reference)))
        case = touches.drop_stale(self._visit.clerk, case)  # what was read back must be what is filed
        filed = counter.file(self._visit.clerk, case, paid=paid, own_word=fact_word or None, hand=self.hand)
        return self._kept(filed.case)

    def unlock(self, case: Case, fact: str) -> None:
        self._kept(cases.unlock(self._office, case, fact))

    def begin_correction(self, case: Case) -> Case:
        return self._kept(afterwards.begin_correction(self._office, case))

    def withdraw(self, case: Case, reason: str) -> None:
        """For the visitor who is here and said the fact; the trail names who did it."""
        self._kept(counter.withdraw(self._visit.clerk, case, reason))

    def said_wrong(self, case: Case) -> frozenset[str]:
        """Questions whose answer was said to be wrong on the second screen."""
        return wrong_of(self._visit, case)

    def note_read(self, case: Case) -> Case:
        """What changed while it was written was read. Raises FolderChanged, KeepingError."""
        return self._kept(moving_over.note_read(self._office, case))

    def place(self) -> Place:
        return self._visit.place

    def go(self, case: Case, place: Place) -> None:
        st.query_params.from_dict(self._query(case, place))

    def address(self, case: Case, place: Place) -> str:
        return f"/?{urlencode(self._query(case, place))}"

    def _query(self, case: Case, place: Place) -> dict[str, str]:
        hand = "visitor" if self._visit.hand == "visitor" else ""
        return query_of(case.reference, place, hand, singly=self._visit.hand == "staff" and not self._visit.dense)

    def _kept(self, case: Case) -> Case:
        """Remembers the newest state of a case whose inside is open; shows it on the second screen at once."""
        publish(self._visit, case)
        if case.k_in is not None:
            st.session_state[unlocked_key(case.reference)] = case
        return case


def query_of(reference: str, place: Place, hand: str = "", *, singly: bool = False) -> dict[str, str]:
    """The address of a place of a case, without what is empty. `singly`: one question a screen, for staff."""
    named = {
        "case": reference,
        "view": place.view,
        "step": place.step,
        "list": place.question,
        "item": place.item,
        "back": "check" if place.back else "",
        "hand": hand,
        "form": "one" if singly else "",
    }
    return {name: value for name, value in named.items() if value}


def paid_key(reference: str) -> str:
    """The tick that the fee was taken."""
    return f"paid_{reference}"
