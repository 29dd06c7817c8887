"""同意と委任, the fields of the one screen: who is here, for an agent by what right, who is told and how, how agreed.

What almost always holds is chosen already, so that one key agrees and the next one begins.
"""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from shared.casework.cases import Case
from shared.casework.mandate import HELP, RELATION, Agreement, How, Mandate, NumberChecks, Seen, Told, Why, telling
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.choices import ChoiceQuestion
from shared.language.wording import LANGUAGES, say
from shared.screens.fragments import field_error
from shared.screens.parts import paragraph, tongue
from shared.screens.uploads import let_go

AREA = "consent_lines"
HOW, WHO, LANGUAGE = "q_consent_how", "q_consent_who", "q_consent_language"
RELATED, LETTER, WHY, NOTE = "q_mandate_related", "q_mandate_letter", "q_mandate_why", "q_mandate_note"
SCAN, REQUEST = "q_mandate_scan", "q_request_scan"
HOWS: dict[str, tuple[How, ...]] = {"counter": ("aloud", "touch", "paper"), "phone": ("aloud",), "post": ("letter",)}
TOLDS: tuple[Told, ...] = ("code", "phone", "post")
WHOS = ("self", "agent")
LETTERS = ("seen", "scanned", "none")
WHYS = ("household", "legal", "ward", "other")
NO_LETTER: dict[str, Why] = {"household": "household", "legal": "legal"}  # relation → why it needs no letter
CHECKS = ("right", "agent", "number")
KINDS = ["pdf", "jpg", "jpeg", "png", "heic"]


@dataclass(frozen=True, repr=False)
class Filled:
    """The screen as it was filled in: kept by itself, since fields forget what they hold once they are not drawn.

    `related`: the relation as the procedure's own question takes it; `scan`: the letter of
    authorisation, name and bytes; `request`: the letter by which somebody asked.
    """

    agreement: Agreement
    channel: str
    language: str
    related: str = ""
    scan: tuple[str, bytes] | None = None
    request: tuple[str, bytes] | None = None


def draw_left(procedure: Procedure, channel: str, case: Case | None, missed: bool) -> None:
    """Who is here, the mandate of an agent, and how it was agreed."""
    with st.container(key=AREA, gap="small"):
        first = WHOS.index("agent") if case is not None and case.answers.get("by_agent") == "yes" else 0
        who = "consent" if channel == "counter" else channel
        _radio(f"kiosk.{who}_who", WHOS, WHO, "kiosk.who_", index=first)
        if is_agent():
            _draw_mandate(procedure)
        with st.container(key="bad_consent" if missed else "field_consent", gap=None):
            wrong = f'<div role="alert">{field_error(say("kiosk.consent_missed"), HOW)}</div>' if missed else ""
            how = "post_how" if channel == "post" else "consent_how"
            _radio(f"kiosk.{how}", HOWS[channel], HOW, f"kiosk.how_{channel}_", before=wrong)
        if channel == "post":
            st.file_uploader(say("kiosk.request_file"), type=KINDS, key=REQUEST)


def draw_right(procedure: Procedure, channel: str, case: Case | None) -> None:
    """Who is told and how, and the language of whoever is here."""
    t = tongue("ja")
    with st.container(key="panel_told", gap="small"):
        st.html(f"<h2>{t('kiosk.told_title')}</h2>{paragraph(t(f'kiosk.told_{_situation(channel)}'), 'hint')}")
        key = _told_key(channel)
        words = "kiosk.told_later" if _situation(channel) == "self" else "kiosk.told_applicant"
        _radio(words, TOLDS, key, "kiosk.by_", index=TOLDS.index(_usual(channel)))
        if case is None:
            st.selectbox(
                say("kiosk.visitor_language" if channel == "counter" else "kiosk.other_language"),
                LANGUAGES,
                key=LANGUAGE,
                format_func=lambda one: say(f"screens.language_{one}", one),
            )


def is_agent() -> bool:
    """Whether somebody is here for another."""
    return st.session_state.get(WHO) == "agent"


def filled(procedure: Procedure, channel: str) -> Filled:
    """What the screen says now."""
    by: Told = st.session_state.get(_told_key(channel)) or _usual(channel)
    chosen = st.session_state.get(RELATED)
    return Filled(
        Agreement(
            st.session_state.get(HOW) or "aloud",
            procedure.title.say("ja"),
            telling(by, here=channel == "counter", agent=is_agent()),
            agreed=() if channel == "post" else HELP,  # nobody was here to hear it: the letter says what it says
            mandate=_mandate(procedure) if is_agent() else None,
        ),
        channel,
        st.session_state.get(LANGUAGE) or "ja",
        str(chosen) if is_agent() and chosen else "",
        _scan(),
        _uploaded(REQUEST) if channel == "post" else None,
    )


def let_go_scans() -> None:
    """What was scanned is kept with the case."""
    let_go(given for key in (SCAN, REQUEST) if (given := st.session_state.get(key)) is not None)


def _scan() -> tuple[str, bytes] | None:
    """The letter of authorisation, where it was scanned."""
    return _uploaded(SCAN) if is_agent() and st.session_state.get(LETTER) == "scanned" else None


def _uploaded(key: str) -> tuple[str, bytes] | None:
    given = st.session_state.get(key)
    return (given.name, given.getvalue()) if given is not None else None


def _draw_mandate(procedure: Procedure) -> None:
    t = tongue("ja")
    with st.container(key="panel_mandate", gap="small"):
        st.html(f"<h2>{t('kiosk.mandate_title')}</h2>")
        options = _relations(procedure)
        if options:
            label = say("kiosk.mandate_related")
            st.selectbox(
                label,
                list(options),
                index=None,
                key=RELATED,
                format_func=lambda one: options.get(one, one),
                placeholder=say("screens.choose"),
            )
        else:
            st.text_input(say("kiosk.mandate_related"), key=RELATED, autocomplete="off", max_chars=200)
        chosen = st.session_state.get(RELATED)
        usual = LETTERS.index("none") if chosen in NO_LETTER else None
        _radio("kiosk.mandate_letter", LETTERS, LETTER, "kiosk.letter_", index=usual)
        if st.session_state.get(LETTER) == "scanned":
            st.file_uploader(say("kiosk.letter_file"), type=KINDS, key=SCAN)
        if st.session_state.get(LETTER) == "none" and chosen not in NO_LETTER:
            _radio("kiosk.mandate_why", WHYS, WHY, "kiosk.why_")
            if st.session_state.get(WHY) == "other":
                st.text_input(say("kiosk.mandate_note"), key=NOTE, autocomplete="off", max_chars=200)
        if _has_number(procedure):
            st.html(f'<p class="mg-label">{t("kiosk.checks_title")}</p>')
            for one in CHECKS:
                st.checkbox(say(f"kiosk.check_{one}"), key=_check_key(one))


def _mandate(procedure: Procedure) -> Mandate:
    state, chosen = st.session_state, str(st.session_state.get(RELATED) or "").strip()
    letter: Seen = state.get(LETTER) or "none"
    why: Why | Literal[""] = (NO_LETTER.get(chosen) or state.get(WHY) or "") if letter == "none" else ""
    return Mandate(
        letter,
        _relations(procedure).get(chosen, chosen),
        why,
        str(state.get(NOTE) or "").strip() if why == "other" else "",
        NumberChecks(*(bool(state.get(_check_key(one))) for one in CHECKS)) if _has_number(procedure) else None,
    )


def _relations(procedure: Procedure) -> dict[str, str]:
    """The relations that the procedure asks for; none where it asks no agent."""
    asked = next((one for one in procedure.questions() if one.id == RELATION), None)
    if not isinstance(asked, ChoiceQuestion):
        return {}
    return {option.value: option.label.say("ja") for option in asked.options}


def _has_number(procedure: Procedure) -> bool:
    return any(question.kind == "my_number" for question in procedure.questions())


def _situation(channel: str) -> str:
    return "agent" if channel == "counter" and is_agent() else "self" if channel == "counter" else channel


def _usual(channel: str) -> Told:
    """Whoever is here looks by the code; whoever is not has a letter sent."""
    return "code" if _situation(channel) == "self" else "post"


def _told_key(channel: str) -> str:
    return f"q_consent_told_{_situation(channel)}"


def _check_key(one: str) -> str:
    return f"q_mandate_check_{one}"


def _radio(
    words: str, options: tuple[str, ...], key: str, names: str, index: int | None = None, before: str = ""
) -> None:
    with st.container(gap=None):
        st.html(f'<p class="mg-label" aria-hidden="true">{tongue("ja")(words)}</p>{before}')
        st.radio(
            say(words),
            options,
            index=index,
            key=key,
            format_func=lambda one: say(f"{names}{one}"),
            label_visibility="collapsed",
        )
