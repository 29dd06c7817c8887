"""The citizen's door: casework at home, and the portal's own addresses."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from portal.visit import Visit, unlocked_key
from shared.casework import afterwards, applying, bundles, carrying, cases, following, moving_over, sending
from shared.casework.cases import Case
from shared.catalogue.catalogue import Catalogue
from shared.errors import IdCardOver
from shared.screens.door import Place


class PortalDoor:
    """A `Door`, an `Opener` and a `Carrier` for the person at home."""

    hand: Literal["citizen"] = "citizen"
    actor_name = ""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._side = visit.side

    @property
    def language(self) -> str:
        return self._visit.language

    def save(self, case: Case, step_id: str, raw: Mapping[str, object]) -> Case:
        return applying.answer(self._side, case, step_id, raw, self.hand)

    def attach(self, case: Case, question: str, filename: str, data: bytes) -> None:
        applying.attach(self._side, case, question, filename, data)

    def detach(self, case: Case, blob: str) -> None:
        applying.detach(self._side, case, blob)

    def send(self, case: Case, fact_word: str) -> Case:
        held = self._visit.with_card(case)
        if case.id_card is not None and held.id_card is None:
            raise IdCardOver("id_card_over")  # the page still says that it is there
        sent = self._kept(sending.submit(self._side, held, fact_word or None))
        self._visit.end_card()
        return sent

    def unlock(self, case: Case, fact: str) -> None:
        self._kept(cases.unlock(self._side, case, fact))

    def begin_correction(self, case: Case) -> Case:
        return self._kept(afterwards.begin_correction(self._side, case))

    def withdraw(self, case: Case, reason: str) -> None:
        self._kept(afterwards.withdraw(self._side, case, reason=reason))

    def earlier(self, code: str, fact: str) -> Case:
        return carrying.earlier_case(self._side, code, fact)

    def take_over(self, case: Case, earlier: Case, chosen: Collection[str]) -> Case:
        return carrying.take_over(self._side, case, earlier, chosen)

    def note_read(self, case: Case) -> Case:
        """What changed while it was written was read. Raises FolderChanged, KeepingError."""
        return moving_over.note_read(self._side, case)

    def begin(self, procedure_id: str) -> Case:
        begun = bundles.start(self._side, [procedure_id], "online", self.language)
        cases.remember(self._side, begun, self._visit.pass_)
        return begun

    def sent_together(self, case: Case) -> Sequence[Case]:
        """The case, and those sent with it."""
        return following.sent_together(self._side, case)

    def catalogue(self) -> Catalogue:
        return self._side.catalogue()

    def place(self) -> Place:
        return self._visit.place

    def go(self, case: Case, place: Place) -> None:
        st.query_params.from_dict(_query(case, place))

    def address(self, case: Case, place: Place) -> str:
        return f"/?{urlencode(_query(case, place))}"

    def _kept(self, case: Case) -> Case:
        """Remembers a case whose inside was opened: its keys, with which each drawing reads what is kept."""
        if case.k_in is not None:
            st.session_state[unlocked_key(case.reference)] = case
        return case


def _query(case: Case, place: Place) -> dict[str, str]:
    named = {
        "case": case.reference,
        "view": place.view,
        "step": place.step,
        "list": place.question,
        "item": place.item,
        "back": "check" if place.back else "",
    }
    return {name: value for name, value in named.items() if value}
