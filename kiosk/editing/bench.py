"""What is being edited: a draft's files laid over those on the disk, and one procedure's lines in them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from kiosk.editing.addresses import number_in, proposal_address
from kiosk.editing.telling import made
from kiosk.visit import Visit
from shared.casework.proposals import files, proposals
from shared.catalogue.editing.blocks import Block, block_of, with_block
from shared.errors import CaseError, ValueRefused
from shared.records.store.proposals import Proposal, State


@dataclass(frozen=True)
class Bench:
    """The draft of the address, or none yet: then the first thing that is kept makes one."""

    visit: Visit
    draft: Proposal | None

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every file by its name, as the draft has it."""
        own = self.draft.texts if self.draft is not None else {}
        both = {**files.on_disk(self.visit.office.settings.catalogue), **own}
        return {name: text for name, text in both.items() if text is not None}

    def place_of(self, procedure: str) -> tuple[str, Block]:
        """The file that holds a procedure, and its lines. Raises ValueRefused("proposal_not_here", "proposal_yaml")."""
        begun = re.compile(rf"\bid: *{re.escape(procedure)}\b")
        for name, text in self.texts.items():
            if begun.search(text):
                try:
                    return name, block_of(text, procedure)
                except ValueRefused as other:
                    if other.code != "proposal_not_here":
                        raise
        raise ValueRefused("proposal_not_here", name=procedure)

    def keep(self, name: str, text: str) -> bool:
        """Into the draft, and on to its page; False where it was refused, which the next drawing says."""
        kept = made(lambda: self._kept({name: text}))
        if kept is None:
            return False
        st.query_params.from_dict({"editing": str(kept.number)})
        return True

    def _kept(self, texts: dict[str, str]) -> Proposal:
        office, actor = self.visit.office, self.visit.actor
        if self.draft is None:
            return proposals.propose(office, actor, texts)
        return proposals.amend(office, actor, self.draft.number, texts)

    def keep_block(self, name: str, procedure: str, lines: str) -> bool:
        """As `keep`, of one procedure's lines."""
        return self.keep(name, with_block(self.texts[name], procedure, lines))

    def keep_written(self, name: str, procedure: str, write: Callable[[], str]) -> bool:
        """As `keep_block`, of the lines that `write` makes; False, too, where it refuses what was typed."""
        lines = made(write)
        return lines is not None and self.keep_block(name, procedure, lines)

    @property
    def back(self) -> str:
        """Where one came from."""
        return proposal_address(self.draft.number) if self.draft is not None else "/?editing=list"


def bench_of(visit: Visit) -> Bench:
    """Raises CaseError("proposal_unknown", "proposal_state") where the address names no draft."""
    number = number_in(visit, "draft")
    if number is None:
        return Bench(visit, None)
    draft = proposals.proposal(visit.office, visit.actor, number)
    if draft.state is not State.DRAFT:
        raise CaseError("proposal_state", number=number)
    return Bench(visit, draft)
