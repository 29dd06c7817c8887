"""Lists of procedures: short ones with what each is, long ones by their names alone, shelf by shelf."""

from collections.abc import Sequence
from html import escape

from shared.catalogue import search
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.kana_index import ROWS, by_kana
from shared.catalogue.procedure import Procedure
from shared.language.wording import say
from shared.screens.fragments import Way, back_link, ways
from shared.screens.parts import head, heading, paragraph, section, telephone_link, tongue

SHORT = 12  # so many lines are read with their sentences; of more, the names alone fit on a few screens
ALL = "/?list=all"


def lines_html(procedures: Sequence[Procedure], language: str) -> str:
    """One line for each."""
    short = len(procedures) <= SHORT
    return ways([_line(each, each.summary.html(language) if short else "", language) for each in procedures])


def shelved_html(catalogue: Catalogue, procedures: Sequence[Procedure], language: str) -> str:
    """A long list parted by shelf, in the order of the shelves."""
    shelves = [(each, [one for one in procedures if one.category == each.id]) for each in catalogue.categories]
    return "".join(
        section(shelf.title.html(language), ways([_line(one, "", language) for one in on_it]))
        for shelf, on_it in shelves
        if on_it
    )


def shelves_html(catalogue: Catalogue, language: str) -> str:
    """The shelves to choose from, each with how many stand on it."""
    t = tongue(language)
    filled = [(each, len(search.by_category(catalogue, each.id))) for each in catalogue.categories]
    lines = [
        Way(f"/?category={each.id}", each.title.html(language), t("portal.shelf_count", count=count))
        for each, count in filled
        if count
    ]
    return section(t("portal.by_category"), ways(lines))


def category_html(catalogue: Catalogue, category: str, language: str) -> str | None:
    """One shelf; None for an unknown one."""
    shelf = next((each for each in catalogue.categories if each.id == category), None)
    if shelf is None:
        return None
    found = search.by_category(catalogue, shelf.id)
    return _list(shelf.title.html(language), found, language)


def kana_html(catalogue: Catalogue, row: str, language: str) -> str | None:
    """What is read from a row of the syllabary on; None for what is none."""
    if row not in ROWS:
        return None
    lines = ways([_line(each, _formal(each, language), language) for each in by_kana(catalogue, row)])
    title = heading(tongue(language)("portal.kana_title", row=row))
    return head(back_link(ALL, language), title, _kana(row, language)) + lines


def section_html(catalogue: Catalogue, asked: str, language: str) -> str | None:
    """What a section is there for, and its telephone; None for an unknown one."""
    sign = next((each for each in catalogue.sections if each.id == asked), None)
    if sign is None:
        return None
    found = search.by_section(catalogue, sign.id)
    place = [sign.floor.html(language)] if sign.floor else []
    place += [tongue(language)("screens.counter_number", number=sign.counter)] if sign.counter else []
    words = paragraph(" ".join([*place, telephone_link(sign.telephone)]), "sub")
    return _list(sign.name.html(language), found, language, words, "/?list=counters")


def _list(title: str, found: Sequence[Procedure], language: str, more: str = "", back: str = ALL) -> str:
    count = paragraph(tongue(language)("portal.shelf_count", count=len(found)), "small")
    return head(back_link(back, language), heading(title), more, count) + lines_html(found, language)


def _line(procedure: Procedure, said_html: str, language: str) -> Way:
    return Way(f"/?procedure={procedure.id}", procedure.title.html(language), said_html)


def _formal(procedure: Procedure, language: str) -> str:
    """The name that the reading is of, where the page has another."""
    return procedure.formal_title.html(language) if procedure.formal_title else ""


def readings_html(language: str) -> str:
    """五十音. Names in English have no reading."""
    if language == "en":
        return ""
    return section(tongue(language)("portal.by_kana"), _kana("", language))


def _kana(chosen: str, language: str) -> str:
    rows = "".join(f'<a class="mg-tool" href="/?kana={row}"{_current(row == chosen)}>{row}</a>' for row in ROWS)
    return f'<nav class="mg-kana" aria-label="{escape(say("portal.by_kana", language))}">{rows}</nav>'


def _current(chosen: bool) -> str:
    return ' aria-current="true"' if chosen else ""
