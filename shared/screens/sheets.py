"""Lists of what is known: facts of a procedure, answers to check, tables. Everything given as text is escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from shared.casework.cases import Case
from shared.catalogue.journey import ShownRow, ShownStep
from shared.language.wording import marked_html
from shared.screens.parts import as_html, icon, section, tongue, woven
from shared.screens.said_by_card import is_said, mark_html


@dataclass(frozen=True)
class Fact:
    """One line of the facts: icon, what it is, and the words."""

    icon_name: str
    title_html: str
    words_html: str


def facts_html(facts: Sequence[Fact]) -> str:
    """Facts of a procedure, one under the other."""
    return f'<dl class="mg-facts">{"".join(_fact(fact) for fact in facts)}</dl>'


def answers_html(rows: Sequence[tuple[str, str, str]], language: str) -> str:
    """Answers as (label, value, address to put it right or ""); an empty value is said, not left blank. Label and
    value may be `Markup`.
    """
    return f'<dl class="mg-answers">{"".join(_answer(row, language) for row in rows)}</dl>'


def shown_html(case: Case, shown: Sequence[ShownStep], addresses: Mapping[str, str], language: str) -> str:
    """Answers step by step. Steps with one line stand together: their label says all that a heading would. Of a
    bundle, what only one procedure asks stands under its title.
    """
    about = {step.id: step.about.html(language) if step.about else "" for step in case.procedure.steps}
    titles = {step.id: step.title.html(language) for step in case.procedure.steps}
    parts: list[str] = []
    alone: list[tuple[str, str, str]] = []
    whose = ""
    for step in shown:
        if about[step.step_id] != whose:
            whose = about[step.step_id]
            parts += [_together(alone, language), f'<h2 class="mg-about">{whose}</h2>' if whose else ""]
            alone = []
        address = addresses.get(step.step_id, "")
        rows = [(marked_html(row.marked, language), _value(case, row, language), address) for row in step.rows]
        if len(rows) == 1:
            alone += rows
            continue
        parts += [_together(alone, language), section(titles[step.step_id], answers_html(rows, language))]
        alone = []
    return "".join([*parts, _together(alone, language)])


def table_html(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> str:
    """A table between hairlines. Cells are HTML already."""
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    said = f'<caption class="mg-hide">{escape(caption)}</caption>' if caption else ""
    return f'<table class="mg-tbl">{said}<thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>'


def _value(case: Case, row: ShownRow, language: str) -> str:
    """The answer, marked where a card that was shown says it."""
    if not row.value or not is_said(case, case.procedure.question(row.question)):
        return row.value
    return Markup(f"{escape(row.value)} {mark_html(language)}")


def _together(rows: Sequence[tuple[str, str, str]], language: str) -> str:
    return f'<div class="mg-sec">{answers_html(rows, language)}</div>' if rows else ""


def _fact(fact: Fact) -> str:
    sign = icon(fact.icon_name) if fact.icon_name else ""
    return f"<dt>{sign}<span>{fact.title_html}</span></dt><dd>{fact.words_html}</dd>"


def _answer(row: tuple[str, str, str], language: str) -> str:
    label, value, address = row
    t = tongue(language)
    shown = as_html(value) or f'<span class="mg-sub">{t("screens.left_open")}</span>'
    fix = ""
    if address:
        what = woven("screens.fix_what", language, label=as_html(label))
        words = f'{t("screens.fix")}<span class="mg-hide">{what}</span>'
        fix = f'<dd class="fix"><a href="{escape(address)}">{words}</a></dd>'
    return f"<div><dt>{as_html(label)}</dt><dd>{shown}</dd>{fix}</div>"
