"""One case on the desk: the answers as they were asked, the files, what was done, and what to do next."""

from html import escape

import streamlit as st

from kiosk.deeds import DONE, draw_deeds
from kiosk.frame import draw_sheet, draw_top
from kiosk.identity_shown import card_html, card_mark, pair_html, pairs_html
from kiosk.lists import next_reference
from kiosk.lookup_panel import draw_lookups
from kiosk.mates import mates_html
from kiosk.notice_panel import draw_notice
from kiosk.number_panel import draw_number_panel
from kiosk.queue_table import attention_words, board_chip, due_words, fee_words
from kiosk.renewal import draw_renewal
from kiosk.story import moments_of
from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import review, staff
from shared.casework.authority import Deed, authorise
from shared.casework.lookups import LOOKED_UP
from shared.casework.opened import OpenedCase, read_case, viewer_of
from shared.casework.paper.facts import LETTER, REQUEST, SCAN
from shared.casework.rights import read_back_at
from shared.catalogue import journey
from shared.errors import CodeSlip, NotAuthorised, SubmissionNotFound
from shared.language import clock
from shared.language.dates import show_date
from shared.language.wording import say
from shared.records.reference import show_reference, tidy_reference
from shared.records.status import FINAL
from shared.records.store.office import OpenAttachment
from shared.records.submission import FeeState
from shared.screens.fragments import moments, note
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, icon, link_button, paragraph, section, tongue

_NOT_HERE = SubmissionNotFound("submission_not_found")


def draw_case_sheet(visit: Visit, text: str) -> None:
    """The page. A case that one may not read looks like one that does not exist (AZ-2)."""
    draw_sheet("desk", "ja")
    draw_top(visit, "desk")
    try:
        case = read_case(visit.office, visit.actor, tidy_reference(text))
    except (CodeSlip, NotAuthorised, SubmissionNotFound):
        done = _done_html(visit, text)  # handed over: it is another section's now
        st.html(done or _back() + heading(tongue("ja")("kiosk.case_title")) + failure_html(_NOT_HERE))
        lead_focus("case/none")
        return
    authorise(visit.actor, Deed.READ, case.scope)
    left, right = st.columns([2.5, 1], gap="medium")
    with left:
        st.html(_head_html(visit, case) + _answers_html(case) + _staff_html(case) + _files_html(visit, case))
    with right:
        draw_deeds(visit, case)
        draw_lookups(visit, case)
        draw_notice(visit, case)
        names = {account.name: account.shown_name for account in staff.accounts(visit.office)}
        story = moments_of(review.entries_of(visit.office, case, visit.actor), case.submission, names)
        st.html(section(tongue("ja")("kiosk.story_title"), moments(story, "ja")) + mates_html(visit, case))
        st.html(_papers_html(case))
        draw_number_panel(visit, case)
        draw_renewal(visit, case)
    lead_focus(f"case/{case.submission.reference}/{case.submission.revision}")


def _head_html(visit: Visit, case: OpenedCase) -> str:
    t, row = tongue("ja"), case.submission
    at = clock.in_japan(row.received_at)
    received = say("kiosk.received_at", year=at.year, month=at.month, day=at.day, time=f"{at:%H:%M}")
    facts = (show_reference(row.reference), row.register_number, say(f"kiosk.channel_{row.channel}"), received)
    name = f'<span class="kio-name">{escape(t("kiosk.person", name=row.applicant_name or ""))}</span>'
    titled = heading(f"{case.procedure.title.html('ja')} {name}")
    title = f'<div class="kio-title">{titled}{board_chip(row.status)}</div>'
    line = f'<p class="mg-sub mg-s mg-num">{escape(" / ".join(fact for fact in facts if fact))}</p>'
    return head(_done_html(visit, row.reference), _back(), title, line, _due_html(case), _attention_html(case))


def _done_html(visit: Visit, reference: str) -> str:
    """What was just done, and the way to the next case."""
    done = st.session_state.get(DONE)
    if not isinstance(done, tuple) or done[0] != reference:
        return ""
    t = tongue("ja")
    words = f"<p><b>{t(f'kiosk.done_{done[1]}')}</b></p>"
    if done[1] == LOOKED_UP:  # the same case goes on
        return note(words, "good", "ok", role="status")
    following = next_reference(visit, reference)
    onward = link_button(f"/?record={following}", t("kiosk.next_case"), "main")
    return note(words + (onward if following else paragraph(t("kiosk.no_next"))), "good", "ok", role="status")


def _due_html(case: OpenedCase) -> str:
    row = case.submission
    if row.due_on is None or row.status in FINAL:
        return ""
    words, pressing = due_words(row.due_on, row.status)
    day = show_date(row.due_on.isoformat(), "ja")
    body = f"<p><b>{escape(say('kiosk.due_on', day=day))}</b> {escape(words)}</p>"
    return note(body, "wait" if pressing else "", "clock")


def _attention_html(case: OpenedCase) -> str:
    row = case.submission
    parts = [f"<p><b>{attention_words(row.attention)}</b></p>"] if row.attention else []
    if row.linked:
        link = f'<a href="/?record={escape(row.linked)}">{escape(show_reference(row.linked))}</a>'
        parts.append(f"<p>{tongue('ja')('kiosk.linked')} {link}</p>")
    return note("".join(parts), "wait", "warn") if parts else ""


def _answers_html(case: OpenedCase) -> str:
    """The questions as the citizen saw them; what was flagged says so at its line."""
    t, flags = tongue("ja"), _flags_by_question(case)
    parts = []
    hand = "citizen" if case.body.channel == "online" else "staff"  # some things are never asked at home
    for step in journey.shown(case.procedure, case.body.answers, "ja", hand):
        if case.procedure.step(step.step_id).staff_only:
            continue
        asked = [row for row in step.rows if not case.procedure.question(row.question).staff_only]
        rows = "".join(
            pair_html(row.label, row.value, card_mark(case, row.question) + flags.pop(row.question, ""))
            for row in asked
        )
        title = f'<tr class="kio-step"><th colspan="2" scope="rowgroup">{escape(step.title)}</th></tr>'
        parts.append(f"<tbody>{title}{rows}</tbody>")
    titled = f'{t("kiosk.answers_title")} <small class="mg-sub">{t("kiosk.answers_hint")}</small>'
    table = f'<table class="mg-tbl">{"".join(parts)}</table>'
    return f'<div class="kio-answers">{section(titled, table)}</div>'


def _flags_by_question(case: OpenedCase) -> dict[str, str]:
    found: dict[str, str] = {}
    for flag in case.body.flags:
        path, _, code = flag.rpartition(":")
        words = escape(say(f"flags.{code}"))
        question = path.replace(":", ".").split(".")[0]
        found[question] = found.get(question, "") + f'<br><small class="kio-flag">{icon("eye")}{words}</small>'
    return found


def _staff_html(case: OpenedCase) -> str:
    """How identity was shown from home, and what staff saw and ticked at the counter; no copy and no number of a
    document.
    """
    body, t = case.body, tongue("ja")
    lines = []
    card = card_html(case)
    if body.staff is not None:
        checked = {key: value for key, value in body.staff.identity_check.items() if key not in ("checker", "at")}
        for step in journey.shown(case.procedure, {**body.answers, **checked}, "ja", "staff"):
            if case.procedure.step(step.step_id).staff_only:
                lines += [pair_html(row.label, row.value) for row in step.rows]
    if body.consent.get("helper"):
        how = say(f"kiosk.short_{body.consent['how']}")
        lines.append(pair_html(say("kiosk.helped_title"), say("kiosk.helped", name=body.consent["helper"], how=how)))
    read_at = read_back_at(body)
    if read_at is not None:
        touched = say("kiosk.face_read_back_at", time=f"{clock.in_japan(read_at):%m/%d %H:%M}")
        lines.append(pair_html(say("kiosk.face_read_back"), touched))
    if case.submission.fee_state is not FeeState.NONE:
        lines.append(pair_html(say("kiosk.head_fee"), fee_words(case.submission.fee, case.submission.fee_state)))
    return card + (section(t("kiosk.staff_title"), pairs_html(lines)) if lines else "")


def _files_html(visit: Visit, case: OpenedCase) -> str:
    """Attached files as pictures, drawn again by us and served by our own route."""
    attachments = visit.office.store.attachments(case.submission.reference, viewer_of(visit.actor))
    if not attachments:
        return ""
    cards = "".join(_file_html(case, one) for one in attachments)
    return section(tongue("ja")("kiosk.files_title"), f'<ul class="kio-files">{cards}</ul>')


def _file_html(case: OpenedCase, file: OpenAttachment) -> str:
    address = f"/file/{case.submission.reference}/{file.n}/1"
    name, kilobytes = escape(str(file.described["name"])), max(1, file.size // 1024)
    label = escape(_label(case, str(file.described["question"])))
    said = f"{label}<small>{name}・{tongue('ja')('kiosk.file_size', kilobytes=kilobytes)}</small>"
    picture = f'<img loading="lazy" alt="" src="{address}">'
    return f'<li><a href="{address}" target="_blank">{picture}<span>{said}</span></a></li>'


def _label(case: OpenedCase, path: str) -> str:
    try:
        return case.procedure.question(path).label.say("ja")
    except KeyError:
        named = {LETTER: "mandate_letter", REQUEST: "request_letter", SCAN: "sheet_itself"}
        return say(f"kiosk.{named.get(path, 'file_unnamed')}")


def _papers_html(case: OpenedCase) -> str:
    t, reference = tongue("ja"), case.submission.reference
    links = "".join(
        f'<li><a href="{address}" target="_blank">{icon("print")} {t(key)}</a></li>'
        for address, key in (
            (f"/receipt/{reference}.pdf", "kiosk.reprint"),
            (f"/answers/{reference}.pdf", "kiosk.print_answers"),
            (f"/form/{reference}.pdf", "kiosk.forms_papers"),
        )
    )
    return section(
        t("kiosk.papers_title"), f'<ul class="kio-papers">{links}</ul>', paragraph(t("kiosk.papers_hint"), "hint")
    )


def _back() -> str:
    return f'<p class="mg-back"><a href="/?desk=all">{icon("back")}{tongue("ja")("kiosk.to_list")}</a></p>'
