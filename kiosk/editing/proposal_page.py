"""One proposal: what it changes in words, what is wrong with it, how it will look, and what is to be done next."""

from html import escape

import streamlit as st

from kiosk.editing.addresses import file_address, list_address, procedure_address
from kiosk.editing.list_page import named, state_chip
from kiosk.editing.next_deeds import draw_next
from kiosk.editing.preview import draw_preview
from kiosk.editing.telling import problem_html
from kiosk.visit import Visit
from shared.casework.proposals import files, proposals
from shared.casework.proposals.files import Look
from shared.casework.proposals.touching import touched
from shared.catalogue.difference import in_words
from shared.catalogue.editing.blocks import blocks_in
from shared.errors import Problem
from shared.language.dates import show_date, show_instant
from shared.language.wording import say
from shared.records.store.proposals import Proposal, State
from shared.screens.fragments import back_link, note
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, link_button, paragraph, tongue

LOOKED = "editing_looked"
FEW = 60  # lines of a list


def draw_proposal(visit: Visit, number: int) -> None:
    """Raises CaseError("proposal_unknown")."""
    one = proposals.proposal(visit.office, visit.actor, number)
    moved = proposals.moved_files(visit.office, one) if one.state in proposals.OPEN else []
    look = _look(visit, one)
    st.html(
        back_link(list_address(), "ja")
        + f'<div class="kio-title">{heading(escape(named(number)))}{state_chip(one)}</div>'
        + _told(one, moved)
    )
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        if one.state is State.DRAFT:
            st.html(_goes_on(visit, one))
        st.html(_checked(one, look))
        if not look.problems:
            st.html(_different(look))
            draw_preview(visit, one)
    with right:
        draw_next(visit, one, look, moved)
    lead_focus(f"editing/{number}/{one.revision}")


def _look(visit: Visit, one: Proposal) -> Look:
    """Reading a whole catalogue takes seconds: once for each state of the proposal and of the disk."""
    path, over = visit.office.settings.catalogue, one.state not in proposals.OPEN
    state = (one.number, dict(one.texts), [] if over else files.texts_now(path, one.texts))
    kept = st.session_state.get(LOOKED)
    if not (isinstance(kept, tuple) and kept[0] == state):
        if over and isinstance(kept, tuple) and kept[0][0] == one.number and not kept[1].problems:
            before: Look = kept[1]  # what was looked at before it was published
            return before
        look = files.told(path, one.base, one.texts) if over else files.looked_at(path, one.texts)
        kept = (state, look)
        st.session_state[LOOKED] = kept
    now: Look = kept[1]
    return now


def _told(one: Proposal, moved: list[str]) -> str:
    """Who, what for, until when; and what keeps it from going on."""
    t = tongue("ja")
    parts = [
        paragraph(t("editing.written_by", who="、".join(one.authors), when=show_instant(one.changed_at, "ja")), "small")
    ]
    if one.note:
        parts.append(paragraph(escape(one.note)))
    if one.reverts:
        parts.append(paragraph(t("editing.takes_back", number=one.reverts), "small"))
    if one.state is State.APPROVED:
        day = show_date(one.publish_on.isoformat(), "ja")
        parts.append(note(paragraph(t("editing.will_be_published", day=day, who=one.decided_by or "")), "go", "clock"))
    if one.state is State.PUBLISHED and one.published_at is not None:
        when = show_instant(one.published_at, "ja")
        parts.append(note(paragraph(t("editing.was_published", when=when)), "good", "ok"))
    if one.state is State.REFUSED:
        words = t("editing.was_refused", who=one.decided_by or "", reason=one.reason)
        parts.append(note(paragraph(words), "wait", "warn"))
    if moved:
        parts.append(note(paragraph(t("errors.proposal_moved", name="、".join(moved))), "wait", "warn"))
    elif one.trouble:
        parts.append(note(paragraph(t("editing.not_published")), "bad", "warn"))
    return "".join(parts)


def _goes_on(visit: Visit, one: Proposal) -> str:
    """More to change in the same draft."""
    t = tongue("ja")
    links = [
        link_button(procedure_address(name, one.number), t("editing.go_on", name=_title(visit, name)), "", "pen")
        for name in touched(one)
    ]
    return "".join(links)


def _title(visit: Visit, procedure: str) -> str:
    known = visit.catalogue.procedures
    return known.of(procedure).title.say("ja") if procedure in known.ids else procedure


def _checked(one: Proposal, look: Look) -> str:
    """たしかめる: mistakes, or that there are none, and what to look at again."""
    t = tongue("ja")
    if look.problems:
        listed = "".join(problem_html(problem, _address(one, problem)) for problem in look.problems[:FEW])
        words = f'<p><b>{t("editing.has_mistakes", count=len(look.problems))}</b></p><ul class="mg-list">{listed}</ul>'
        return f'<section class="mg-sec"><h2>{t("editing.check")}</h2>{note(words, "bad", "warn")}</section>'
    fine = note(paragraph(t("editing.no_mistakes")), "good", "ok") if one.state in proposals.OPEN else ""
    again = ""
    if look.advised:
        listed = "".join(problem_html(problem, _address(one, problem)) for problem in look.advised[:FEW])
        words = (
            f'<summary>{t("editing.look_again", count=len(look.advised))}</summary><ul class="mg-list">{listed}</ul>'
        )
        again = f'<details class="kio-more">{words}</details>'
    return f'<section class="mg-sec"><h2>{t("editing.check")}</h2>{fine}{again}</section>' if fine or again else ""


def _address(one: Proposal, problem: Problem) -> str:
    """The line in its procedure, else in its file."""
    draft = one.number if one.state is State.DRAFT else None
    text = one.texts.get(problem.file) or ""
    for block in blocks_in(text):
        if block.line <= problem.line < block.line + block.text.count("\n"):
            return procedure_address(block.procedure, draft, "lines", problem.line - block.line + 1)
    return f"{file_address(problem.file, draft)}&line={problem.line}"


def _different(look: Look) -> str:
    """ちがいを読む."""
    t, lines = tongue("ja"), in_words(look.changes)
    marked = [(" class=in" if line.startswith(" ") else "", escape(line.strip())) for line in lines[:FEW]]
    body = f'<ul class="kio-diff">{"".join(f"<li{style}>{words}</li>" for style, words in marked)}</ul>'
    if len(lines) > FEW:
        body += paragraph(t("editing.more_lines", count=len(lines) - FEW), "small")
    if not lines:
        body = paragraph(escape(say("catalogue.diff_none")))
    return f'<section class="mg-sec"><h2>{t("editing.difference")}</h2>{body}</section>'
