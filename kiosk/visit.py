"""What is known of this run of the page: who sits here, the address, and the visitor's case in their hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import streamlit as st

from shared.casework import cases, moving_over, parking
from shared.casework.authority import Actor
from shared.casework.cases import Case
from shared.casework.counter import Clerk
from shared.casework.office import OfficeSide
from shared.casework.parking import Held
from shared.catalogue.catalogue import Catalogue
from shared.errors import CannotOpen
from shared.language.wording import LANGUAGES
from shared.screens.door import Place, View

VIEWS: tuple[View, ...] = ("check", "leave", "done", "answers", "withdraw")
Hand = Literal["staff", "visitor"]


@dataclass(frozen=True)
class Visit:
    """One run. `query` is the browser's own words: nothing in it is believed. `token` stays in memory.

    `drawn`: what the page has once, and has already.
    """

    office: OfficeSide
    actor: Actor
    token: str
    query: Mapping[str, str]
    drawn: set[str] = field(default_factory=set, compare=False, repr=False)

    @property
    def clerk(self) -> Clerk:
        return Clerk(self.office, self.actor)

    @cached_property
    def catalogue(self) -> Catalogue:
        return self.office.catalogue()

    @property
    def hand(self) -> Hand:
        """Who writes: staff (dense), or the visitor at the tablet (large)."""
        return "visitor" if self.query.get("hand") == "visitor" else "staff"

    @property
    def dense(self) -> bool:
        """Staff write the whole case on one page (対面), unless they chose one question a screen."""
        return self.hand == "staff" and self.query.get("form") != "one"

    @property
    def language(self) -> str:
        """Staff work in Japanese; the visitor writes in the language of the case."""
        case = self.case
        if self.hand == "staff" or case is None:
            return "ja"
        return case.language if case.language in LANGUAGES else "ja"

    @cached_property
    def held(self) -> Held | None:
        """The case that the address names, if it is in this person's hand."""
        wanted = self.query.get("case", "")
        return parking.held_case(self.clerk, wanted) if wanted else None

    @cached_property
    def case(self) -> Case | None:
        """That case as it is kept now; with its inside, if the visitor said the fact."""
        if self.held is None:
            return None
        try:
            unlocked = st.session_state.get(unlocked_key(self.held.reference))
            if isinstance(unlocked, Case):
                return cases.again(self.office, unlocked)
            return moving_over.up_to_date(self.office, parking.case_of(self.clerk, self.held))
        except CannotOpen:
            parking.give_back(self.clerk, self.held.reference)
            return None

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
    """Where the opened case is remembered: in this process's memory only, until 「終わる」."""
    return f"unlocked_{reference}"
