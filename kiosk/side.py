"""The way at the left of the desk: the lists with how many stand in them, the board, and the sections."""

from collections.abc import Mapping
from html import escape

from kiosk.lists import LISTS, Asked, Figure
from kiosk.visit import Visit
from shared.casework import review
from shared.records.status import FINAL
from shared.screens.parts import tongue


def side_html(visit: Visit, asked: Asked, figures: Mapping[str, Figure]) -> str:
    """`asked` is what is open now."""
    t = tongue("ja")
    lines = "".join(
        _line(Asked(name, asked.section).address(), t(f"kiosk.list_{name}"), figures[name].words, name == asked.chosen)
        for name in LISTS
    )
    board = _line(Asked("board", asked.section).address(), t("kiosk.board"), "", asked.chosen == "board")
    body = f"{lines}<hr>{board}{_sections_html(visit, asked)}"
    return f'<nav class="mg-side" aria-label="{t("kiosk.lists")}">{body}</nav>'


def current(chosen: bool) -> str:
    """The mark of the link that leads to where one is."""
    return ' aria-current="true"' if chosen else ""


def _line(address: str, words_html: str, figure: str, chosen: bool) -> str:
    number = f'<span class="mg-num">{figure}</span>' if figure else ""
    return f'<a href="{escape(address)}"{current(chosen)}><span>{words_html}</span>{number}</a>'


def _sections_html(visit: Visit, asked: Asked) -> str:
    """The sections one serves that have something in them, where one serves several."""
    t = tongue("ja")
    counts = review.counts(visit.office, visit.actor)
    names = {section.id: section.name.html("ja") for section in visit.catalogue.sections}
    filled = [s for s, figures in counts.items() if figures or s == asked.section]
    if len(counts) < 2 or not filled:
        return ""
    lines = [_line(asked.address(section=""), t("kiosk.all_sections"), "", not asked.section)]
    for section in filled:
        count = sum(n for status, n in counts[section].items() if status not in FINAL)
        lines.append(_line(asked.address(section=section), names[section], str(count), section == asked.section))
    return f'<hr><p class="mg-sub mg-s">{t("kiosk.by_section")}</p>{"".join(lines)}'
