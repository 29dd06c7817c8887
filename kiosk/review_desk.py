"""審査: one list over all procedures and ways in, for the sections that one serves."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import streamlit as st

from kiosk.frame import draw_sheet, draw_top, draw_warnings
from kiosk.queue_table import attention_html, table
from kiosk.taking import FAILED, take
from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import review
from shared.casework.review import QueuePage
from shared.errors import MadoguchiError
from shared.language import clock, open_days
from shared.language.dates import show_instant
from shared.language.wording import say
from shared.records.status import FINAL, WITH_OFFICE, Status
from shared.records.store import upkeep
from shared.records.store.pages import QueueFilter
from shared.records.submission import QueueRow
from shared.screens.components.scanner import scanned
from shared.screens.fragments import note, reference_number
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, paragraph, tongue
from shared.screens.sheets import table_html

LISTS = ("untouched", "mine", "due", "waiting", "done", "all")
CHANNELS = ("online", "counter", "paper", "post", "phone")
UNTOUCHED = frozenset({Status.ARRIVED, Status.RECEIVED})
SOON = 3  # open days
COUNTED = 100  # more than so many are not counted one by one
SEARCH, AFTER = "desk_search", "desk_after"


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Words of a search are never in an address: they are somebody's name."""

    chosen: str
    section: str
    channel: str
    procedure: str

    @property
    def key(self) -> str:
        return f"{self.chosen}/{self.section}/{self.channel}/{self.procedure}"

    def address(self, **other: str) -> str:
        """The same list with something else chosen."""
        query = {"desk": self.chosen, "section": self.section, "channel": self.channel, "procedure": self.procedure}
        return f"/?{urlencode({name: value for name, value in (query | other).items() if value})}"


def asked_of(visit: Visit) -> Asked:
    """The list of the address; what it names and nobody knows is left out."""
    served = review.sections_of(visit.office, visit.actor)
    known = {procedure.id for procedure in visit.catalogue.procedures}
    query = visit.query
    return Asked(
        query["desk"] if query.get("desk") in LISTS else "untouched",
        query.get("section", "") if query.get("section") in served else "",
        query.get("channel", "") if query.get("channel") in CHANNELS else "",
        query.get("procedure", "") if query.get("procedure") in known else "",
    )


def draw_desk(visit: Visit) -> None:
    """The list."""
    asked = asked_of(visit)
    draw_sheet("desk", "ja")
    draw_top(visit, "desk")
    draw_warnings(visit)
    code = scanned("scan")
    if code and take(visit, code):
        st.rerun()
    failure = st.session_state.get(FAILED)
    if isinstance(failure, MadoguchiError):
        st.html(failure_html(failure))
    left, right = st.columns([1, 5.4], gap="medium")
    with left:
        st.html(_side_html(visit, asked))
    with right:
        _draw_list(visit, asked)
    lead_focus(f"desk/{asked.key}")


def page_of(visit: Visit, asked: Asked, search: str = "", after: str = "", limit: int = review.PAGE) -> QueuePage:
    """One page of a list. 期限が近い is cut at the day, after a hundred at most."""
    if asked.chosen == "due" and not search:
        page = review.queue(visit.office, visit.actor, _filter(visit, asked), limit=COUNTED)
        return QueuePage(tuple(row for row in page.rows if is_soon(row)), "")
    wanted = _filter(visit, asked) if not search else _everywhere(asked)
    return review.queue(visit.office, visit.actor, wanted, search, after, limit)


def is_soon(row: QueueRow) -> bool:
    """Whether the clock runs and three open days or less are left."""
    last = open_days.add_open_days(clock.today(), SOON)
    return row.status in WITH_OFFICE and row.due_on is not None and row.due_on <= last


def next_reference(visit: Visit, but: str) -> str:
    """The case to go on with: mine first, then what nobody has taken up; "" when there is none."""
    for chosen in ("mine", "untouched"):
        rows = page_of(visit, Asked(chosen, "", "", ""), limit=2).rows
        found = next((row.reference for row in rows if row.reference != but), "")
        if found:
            return found
    return ""


def draw_unopened(visit: Visit) -> None:
    """Envelopes that do not open: they wait, the rest goes on."""
    t = tongue("ja")
    draw_sheet("desk", "ja")
    draw_top(visit, "desk")
    rows = [
        (
            reference_number(row.reference),
            escape(show_instant(row.received_at, "ja")),
            escape(", ".join(row.key_ids)),
            escape(say(f"errors.{row.why}", key_id=", ".join(row.key_ids))),
        )
        for row in visit.office.store.read(upkeep.unopened)
    ]
    titles = [say(f"kiosk.unopened_{name}") for name in ("reference", "at", "keys", "why")]
    body = table_html(titles, rows) if rows else note(paragraph(t("kiosk.unopened_none")), "good", "ok")
    st.html(heading(t("kiosk.unopened_heading")) + paragraph(t("kiosk.unopened_words"), "hint") + body)
    lead_focus("unopened")


def _draw_list(visit: Visit, asked: Asked) -> None:
    search = str(st.session_state.get(SEARCH) or "").strip()
    kept = st.session_state.get(AFTER)
    trail = list(kept[1]) if isinstance(kept, tuple) and kept[0] == (asked.key, search) else []
    page = page_of(visit, asked, search, trail[-1] if trail else "")
    _draw_head(visit, asked, page, search)
    t = tongue("ja")
    if not page.rows:
        empty = "kiosk.search_none" if search else f"kiosk.empty_{asked.chosen}"
        st.html(note(paragraph(t(empty)), "", "info"))
        return
    st.html(attention_html(page.rows) + table(page.rows, visit))
    first = len(trail) * review.PAGE + 1
    with st.container(key="pager", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(paragraph(t("kiosk.rows", first=first, last=first + len(page.rows) - 1), "small"))
        if trail:
            st.button(say("kiosk.page_back"), key="page_back", on_click=_to, args=(asked, search, trail[:-1]))
        if page.after:
            words = say("kiosk.page_next", count=review.PAGE)
            st.button(words, key="page_next", on_click=_to, args=(asked, search, [*trail, page.after]))


def _draw_head(visit: Visit, asked: Asked, page: QueuePage, search: str) -> None:
    t = tongue("ja")
    words = t("kiosk.searched", words=search) if search else t(f"kiosk.list_{asked.chosen}")
    more = "+" if page.after else ""
    order = t("kiosk.order_newest" if asked.chosen == "done" else "kiosk.order_due")
    with st.container(key="deskhead", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.html(
            heading(f"{words} <small>{len(page.rows)}{more}{t('kiosk.count_unit')}・{order}</small>"), width="stretch"
        )
        with st.form("search_form", border=False, width="content"), st.container(horizontal=True, gap="small"):
            st.text_input(
                say("kiosk.desk_search"),
                key=SEARCH,
                label_visibility="collapsed",
                placeholder=say("kiosk.desk_search"),
                autocomplete="off",
                width=300,
            )
            st.form_submit_button(say("kiosk.search_do"), key="search_do")
        if search:
            st.button(say("kiosk.search_end"), key="search_end", on_click=_end_search)
    st.html(_filters_html(visit, asked))


def _filters_html(visit: Visit, asked: Asked) -> str:
    """Plain links: an address holds no name and can be gone back to."""
    t = tongue("ja")
    channels = [("", t("kiosk.any_channel"))] + [(one, t(f"kiosk.channel_{one}")) for one in CHANNELS]
    ways = "".join(_pick(asked.address(channel=value), words, value == asked.channel) for value, words in channels)
    sections = (asked.section,) if asked.section else review.sections_of(visit.office, visit.actor)
    here = [one for one in visit.catalogue.procedures if one.section in sections]
    picks = [("", t("kiosk.any_procedure"))] + [(one.id, one.title.html("ja")) for one in here]
    kinds = "".join(_pick(asked.address(procedure=value), words, value == asked.procedure) for value, words in picks)
    chosen = next((words for value, words in picks if value == asked.procedure), "")
    listed = f"<summary>{t('kiosk.by_procedure')}：{chosen}</summary><div>{kinds}</div>"
    channel_nav = f'<nav aria-label="{t("kiosk.by_channel")}">{ways}</nav>'
    return f'<div class="kio-filters">{channel_nav}<details class="kio-more">{listed}</details></div>'


def _pick(address: str, words_html: str, chosen: bool) -> str:
    return f'<a class="kio-pick" href="{escape(address)}"{_current(chosen)}>{words_html}</a>'


def _side_html(visit: Visit, asked: Asked) -> str:
    t, figures = tongue("ja"), _figures(visit, asked)
    lists = {name: Asked(name, asked.section, "", "").address() for name in LISTS}
    lines = "".join(
        _side_line(address, t(f"kiosk.list_{name}"), figures[name], name == asked.chosen)
        for name, address in lists.items()
    )
    return f'<nav class="mg-side" aria-label="{t("kiosk.lists")}">{lines}{_sections_html(visit, asked)}</nav>'


def _side_line(address: str, words_html: str, figure: str, chosen: bool) -> str:
    number = f'<span class="mg-num">{figure}</span>' if figure else ""
    return f'<a href="{escape(address)}"{_current(chosen)}><span>{words_html}</span>{number}</a>'


def _sections_html(visit: Visit, asked: Asked) -> str:
    """The sections one serves that have something in them, where one serves several."""
    t = tongue("ja")
    counts = review.counts(visit.office, visit.actor)
    names = {section.id: section.name.html("ja") for section in visit.catalogue.sections}
    filled = [s for s, figures in counts.items() if figures or s == asked.section]
    if len(counts) < 2 or not filled:
        return ""
    lines = [_side_line(asked.address(section=""), t("kiosk.all_sections"), "", not asked.section)]
    for section in filled:
        count = sum(n for status, n in counts[section].items() if status not in FINAL)
        lines.append(_side_line(asked.address(section=section), names[section], str(count), section == asked.section))
    return f'<hr><p class="mg-sub mg-s">{t("kiosk.by_section")}</p>{"".join(lines)}'


def _figures(visit: Visit, asked: Asked) -> dict[str, str]:
    counts = review.counts(visit.office, visit.actor)
    sections = [asked.section] if asked.section else list(counts)
    total = {status: sum(counts[s].get(status, 0) for s in sections) for status in Status}
    listed = {name: page_of(visit, Asked(name, asked.section, "", ""), limit=COUNTED) for name in ("mine", "due")}
    return {
        "untouched": str(sum(total[s] for s in UNTOUCHED)),
        "mine": f"{len(listed['mine'].rows)}{'+' if listed['mine'].after else ''}",
        "due": str(len(listed["due"].rows)),
        "waiting": str(total[Status.CORRECTION]),
        "done": str(sum(total[s] for s in FINAL)),
        "all": str(sum(n for status, n in total.items() if status not in FINAL)),
    }


def _filter(visit: Visit, asked: Asked) -> QueueFilter:
    statuses = {
        "untouched": UNTOUCHED,
        "waiting": frozenset({Status.CORRECTION}),
        "done": FINAL,
    }.get(asked.chosen, frozenset())
    return QueueFilter(
        (asked.section,) if asked.section else (),
        statuses,
        asked.channel,
        asked.procedure,
        assignee=visit.actor.name if asked.chosen == "mine" else None,
        order="newest" if asked.chosen == "done" else "due",
    )


def _everywhere(asked: Asked) -> QueueFilter:
    """A search looks through every status of the sections one serves."""
    return QueueFilter((asked.section,) if asked.section else (), frozenset(Status), asked.channel, asked.procedure)


def _to(asked: Asked, search: str, trail: list[str]) -> None:
    st.session_state[AFTER] = ((asked.key, search), tuple(trail))


def _end_search() -> None:
    st.session_state[SEARCH] = ""


def _current(chosen: bool) -> str:
    return ' aria-current="true"' if chosen else ""
