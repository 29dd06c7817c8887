"""Before a visitor's case is opened: who helps, for what, by what right, who is told and how, how it was agreed.

One screen. For the person who is here and says it aloud: one key for how, one to begin. 「来た人が画面を押す」 turns
the screen into theirs: their own touch is what is kept.
"""

import secrets

import streamlit as st

from kiosk import consent_fields as fields
from kiosk.consent_fields import Filled
from kiosk.consent_touch import TURNED, draw_touch
from kiosk.door import query_of
from kiosk.frame import draw_sheet, draw_top
from kiosk.taking import SHOWN_CODE
from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import applying, bundles, counter, mandate, parking
from shared.casework.cases import Case, case_by_code
from shared.casework.mandate import HELP
from shared.casework.paper import by_letter
from shared.catalogue import fees
from shared.catalogue.procedure import Procedure
from shared.errors import CannotBundle, MadoguchiError
from shared.language import clock
from shared.language.wording import LANGUAGES, say
from shared.screens.components.hotkeys import KeyRule, listen_keys
from shared.screens.door import Place
from shared.screens.fragments import Slip, back_link, bring_html, error_summary, note
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, icon, paragraph, section, tongue
from shared.screens.sheets import Fact, facts_html

BY_CODE = "code"
AGAIN = "again"  # agreed anew, of a case that is open
KEY = "start_key"
MISSED = "consent_missed"
FAILED = "start_failed"
FIRST_LINE = "#first-line"  # on no page: `listen_keys` leads to what must still be chosen


def draw_consent(visit: Visit, start: str) -> None:
    """`start`: a procedure's id, or several parted by commas, to be written as one; "code" for the code that was just
    read, "again" for the case that is open.
    """
    t = tongue("ja")
    case = _case_of(visit, start)
    procedure = _procedure(visit, start, case)
    if procedure is not None and st.session_state.get(TURNED):
        language = case.language if case is not None else st.session_state[TURNED].language
        draw_touch(visit, procedure, language, _touched, (visit, procedure, start))
        return
    draw_sheet("desk", "ja")
    draw_top(visit, "counter")
    if procedure is None:
        st.html(back_link("/", "ja") + note(paragraph(t("kiosk.start_again"))))
        return
    st.session_state.setdefault(KEY, secrets.token_hex(16))
    _draw_screen(visit, procedure, start, case)


def _draw_screen(visit: Visit, procedure: Procedure, start: str, case: Case | None) -> None:
    missed, channel = bool(st.session_state.get(MISSED)), _channel(visit, case)
    left, right = st.columns([1.9, 1], gap="large")
    with left:
        _draw_head(procedure, case, start, channel, missed)
        _draw_read(visit, procedure, case, channel)
        fields.draw_left(procedure, channel, case, missed)
        _draw_button(visit, procedure, start, case)
    with right:
        fields.draw_right(procedure, channel, case)
        st.html(_facts(procedure))
    slip = Slip(fields.HOW, "", say("kiosk.consent_missed")) if missed else None
    lead_focus(f"consent/{start}/{channel}/{missed}", slip=slip, to=FIRST_LINE)
    rule = KeyRule(fields.AREA, {}, must=(fields.RELATED, fields.LETTER, fields.HOW), decide=(fields.WHO,))
    listen_keys(f"consent/{start}/{channel}/{missed}", rule)


def _draw_head(procedure: Procedure, case: Case | None, start: str, channel: str, missed: bool) -> None:
    t, failure = tongue("ja"), st.session_state.get(FAILED)
    back = f"/?case={case.reference}" if case is not None and start == AGAIN else "/"
    parts = [back_link(back, "ja")]
    if missed:
        parts.append(error_summary([Slip(fields.HOW, "", say("kiosk.consent_missed"))], "ja"))
    if isinstance(failure, MadoguchiError):
        parts.append(failure_html(failure))
    parts.append(heading(t(f"kiosk.consent_title_{channel}")))
    if case is not None and case.channel == "online":
        parts.append(note(paragraph(t("kiosk.begun_at_home"))))
    st.html(head(*parts) + (_channels_html(procedure, start, channel) if case is None else ""))


def _channels_html(procedure: Procedure, start: str, now: str) -> str:
    """Whoever is here, on the telephone, or wrote a letter: addresses of the same screen. Beside them the way to
    write other procedures with it.
    """
    t = tongue("ja")
    ways = [("counter", "", "people"), ("phone", "&amp;by=phone", "phone")]
    ways += [("post", "&amp;by=post", "mail")] if by_letter.offered(procedure) else []
    links = "".join(
        f'<a class="kio-pick" href="/?start={start}{more}"{" aria-current=true" if now == channel else ""}>'
        f"{icon(sign)} {t(f'kiosk.begin_{channel}')}</a>"
        for channel, more, sign in ways
    )
    several = f'<a class="kio-pick" href="/?more={start}">{icon("doc")} {t("kiosk.begin_with_others")}</a>'
    return f'<div class="kio-filters"><nav aria-label="{t("kiosk.begin_by")}">{links}{several}</nav></div>'


def _draw_read(visit: Visit, procedure: Procedure, case: Case | None, channel: str) -> None:
    t, language = tongue("ja"), _visitor_language(case)
    if channel == by_letter.POST:
        st.html(note(paragraph(t("kiosk.post_words")), "", "mail"))
        return
    said = [_said_html(visit, procedure, one, language) for one in ("who", *HELP)]
    body = f'<ul class="mg-plain">{"".join(said)}</ul>'
    st.html(f'<div class="kio-consent">{section(t("kiosk.consent_read"), body)}</div>')


def _draw_button(visit: Visit, procedure: Procedure, start: str, case: Case | None) -> None:
    touches = st.session_state.get(fields.HOW) == "touch"
    words = "kiosk.consent_hand" if touches else "kiosk.consent_do" if case is None else "kiosk.consent_go_on"
    st.button(
        say(words),
        type="primary",
        width="stretch",
        key="next_consent",
        on_click=_press,
        args=(visit, procedure, start),
    )
    st.html(paragraph(tongue("ja")("kiosk.consent_keys"), "hint"))


def _visitor_language(case: Case | None) -> str:
    """Of the case that was begun, or as chosen on this screen."""
    chosen = case.language if case is not None else st.session_state.get(fields.LANGUAGE)
    return str(chosen) if chosen in LANGUAGES else "ja"


def _said_html(visit: Visit, procedure: Procedure, one: str, language: str) -> str:
    """What staff say aloud; below it the visitor's own language, so that it can be shown to them."""

    def words(tongue_of: str) -> str:
        title = procedure.title.say(tongue_of)
        return tongue(tongue_of)(f"kiosk.agreed_{one}", name=visit.actor.shown, what=title)

    if language == "ja":
        return f"<li>{words('ja')}</li>"
    tag = "en" if language == "en" else "ja"
    return f'<li>{words("ja")}<br><span class="mg-sub" lang="{tag}">{words(language)}</span></li>'


def _press(visit: Visit, procedure: Procedure, start: str) -> None:
    """The button of the desk: begins, or turns the screen to the visitor for their touch."""
    how = st.session_state.get(fields.HOW)
    st.session_state.pop(FAILED, None)
    st.session_state[MISSED] = how is None
    if how is None:
        return
    said = fields.filled(procedure, _channel(visit, _case_of(visit, start)))
    try:
        mandate.check(said.agreement)
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return
    if how == "touch":
        st.session_state[TURNED] = said
    else:
        _begin(visit, procedure, start, said)


def _touched(visit: Visit, procedure: Procedure, start: str) -> None:
    """The visitor's own touch."""
    _begin(visit, procedure, start, st.session_state.pop(TURNED))


def _begin(visit: Visit, procedure: Procedure, start: str, said: Filled) -> None:
    try:
        opened = _opened(visit, procedure, start, said)
        if opened.draft is not None and said.request is not None:
            opened = by_letter.with_letter(visit.clerk, opened, said.request)
        if opened.draft is not None and said.agreement.mandate is not None:
            opened = mandate.carried(visit.clerk, opened, said.related, said.scan)
        parking.hold(visit.clerk, opened)
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return
    fields.let_go_scans()
    for name in (SHOWN_CODE, KEY, MISSED):
        st.session_state.pop(name, None)
    st.query_params.from_dict(query_of(opened.reference, Place()))


def _opened(visit: Visit, procedure: Procedure, start: str, said: Filled) -> Case:
    """The case with what was agreed: begun, gone on with by its code, or agreed anew."""
    clerk = visit.clerk
    agreed = mandate.agreed(clerk, said.agreement)
    if start == BY_CODE:
        return counter.go_on(clerk, st.session_state[SHOWN_CODE], agreed)
    if start == AGAIN and visit.case is not None:
        return applying.adopt(clerk.office, visit.case, said.channel, clerk.acted_by, agreed)
    return counter.start(clerk, start.split(","), agreed, said.channel, said.language, st.session_state[KEY])


def _channel(visit: Visit, case: Case | None) -> str:
    """By telephone, by letter or with the person here; a case is gone on with by whoever shows its code."""
    way = visit.query.get("by") if case is None else case.channel
    if case is not None and visit.query.get("start") == BY_CODE and way == by_letter.POST:
        return "counter"  # who wrote the letter has come
    return way if way in ("phone", by_letter.POST) else "counter"


def _case_of(visit: Visit, start: str) -> Case | None:
    """The case of the code that was read a moment ago, or the one that is open."""
    if start == AGAIN:
        return visit.case if visit.case is not None and visit.case.draft is not None else None
    code = st.session_state.get(SHOWN_CODE) if start == BY_CODE else None
    return case_by_code(visit.office, code) if isinstance(code, str) else None


def _procedure(visit: Visit, start: str, case: Case | None) -> Procedure | None:
    if start in (BY_CODE, AGAIN):
        if case is None:
            return None
        if case.draft and case.draft.bundle:
            return case.procedure
        known = case.draft.procedure_id if case.draft else case.front.procedure_id if case.front else ""
    else:
        known = start
    if "," in known:
        return _several(visit, known.split(","))
    found = visit.catalogue.procedures.find(known)
    return found.on(clock.today()) if found else None


def _several(visit: Visit, ids: list[str]) -> Procedure | None:
    """What is asked where they are written as one; an address may name what is not there."""
    try:
        return bundles.as_one(visit.office, ids)
    except (KeyError, CannotBundle):
        return None


def _facts(procedure: Procedure) -> str:
    t = tongue("ja")
    fee = fees.fee_of(procedure, {}, "counter", clock.today())
    bring = "<br>".join(bring_html(procedure, {}))
    lines = [
        Fact("people", t("kiosk.fact_who"), procedure.who.html("ja")),
        Fact("bag", t("kiosk.fact_bring"), bring),
        Fact("yen", t("kiosk.fact_fee"), fee.words.html("ja")),
    ]
    shown = facts_html([line for line in lines if line.words_html])
    return f'<div class="mg-panel"><h2>{procedure.title.html("ja")}</h2>{shown}</div>'
