"""What is known of this visit: the address, the language, the pass of this device and the cases it may open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import streamlit as st

from shared.casework import cases, moving_over
from shared.casework.cases import Case
from shared.casework.id_card.desk import IdCardDesk
from shared.casework.sides import FrontSide
from shared.errors import CannotOpen, KeepingError
from shared.language.wording import LANGUAGES
from shared.screens.door import Place, View
from shared.web.id_card import token_in
from shared.web.replies import CASE_COOKIE

VIEWS: tuple[View, ...] = ("check", "leave", "done", "answers", "withdraw", "carry", "more")


@dataclass(frozen=True)
class Visit:
    """One run of the page. `query` and `cookies` are the browser's own words: nothing in them is believed."""

    side: FrontSide
    query: Mapping[str, str]
    cookies: Mapping[str, str]
    id_cards: IdCardDesk | None = None

    @property
    def chosen_language(self) -> str:
        """The language of this browser's switch; "" where it was never touched."""
        chosen = self.cookies.get("language", "")
        return chosen if chosen in LANGUAGES else ""

    @property
    def language(self) -> str:
        """The switch of this browser, else the language in which the case was begun, else Japanese."""
        return self.chosen_language or (self.case.language if self.case else "ja")

    @property
    def cases(self) -> list[Case]:
        """The cases this device may open, newest first; none while the store is away."""
        return self._found[0]

    @property
    def away(self) -> KeepingError | None:
        """Why nothing can be read or kept now; None while all is well."""
        return self._found[1]

    @cached_property
    def case(self) -> Case | None:
        """The case that the address names, if this device may open it; with its inside, if the fact was given.

        While the store is away it is the one that this visit saw last: a page that is taken away takes what is
        typed on it along. Raises KeepingError where this visit saw none.
        """
        wanted = self.query.get("case", "")
        if self.away is None:
            case = next((case for case in self.cases if case.reference == wanted), None)
            return self._seen(self.with_card(self._up_to_date(case))) if case else None
        if not wanted:
            return None
        last = st.session_state.get(_last_key(wanted))
        if not isinstance(last, Case):
            raise self.away
        return self.with_card(last)

    def with_card(self, case: Case) -> Case:
        """The case with the My Number card that was shown for it, as far as that holds now. Asking keeps it."""
        shown = self.id_cards.shown(self.id_card_token, case) if self.id_cards and case.draft else None
        return replace(case, id_card=shown)

    def end_card(self) -> None:
        """What the card showed ends: the case was left or sent."""
        if self.id_cards:
            self.id_cards.end(self.id_card_token)

    @property
    def id_card_token(self) -> bytes | None:
        """This browser's token for a card."""
        return token_in(self.cookies)

    @cached_property
    def _found(self) -> tuple[list[Case], KeepingError | None]:
        pass_ = self.pass_
        if not pass_:
            return [], None
        try:
            return cases.cases_of_pass(self.side, pass_), None
        except KeepingError as failure:
            return [], failure

    def _up_to_date(self, case: Case) -> Case:
        """With its inside, or a draft as it is asked today."""
        return moving_over.up_to_date(self.side, self._with_inside(case))

    def _with_inside(self, case: Case) -> Case:
        unlocked = st.session_state.get(unlocked_key(case.reference))
        if isinstance(unlocked, Case):
            try:
                return cases.again(self.side, unlocked)
            except CannotOpen:
                del st.session_state[unlocked_key(case.reference)]
        return case

    def _seen(self, case: Case) -> Case:
        st.session_state[_last_key(case.reference)] = case
        return case

    @property
    def pass_(self) -> bytes | None:
        """The pass, 32 bytes, or None."""
        try:
            token = bytes.fromhex(self.cookies.get(CASE_COOKIE, ""))
        except ValueError:
            return None
        return token if len(token) == cases.PASS_BYTES else None

    @property
    def place(self) -> Place:
        """Where in the case the address leads."""
        view = self.query.get("view", "")
        return Place(
            step=self.query.get("step", ""),
            question=self.query.get("list", ""),
            item=self.query.get("item", ""),
            back=self.query.get("back", "") == "check",
            view=next((known for known in VIEWS if known == view), ""),
        )


def unlocked_key(reference: str) -> str:
    """Where the opened case is remembered for this visit: in this process's memory only."""
    return f"unlocked_{reference}"


def _last_key(reference: str) -> str:
    """Where the case as it was drawn last is remembered for this visit: in this process's memory only."""
    return f"last_{reference}"
