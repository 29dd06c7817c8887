"""いっしょに出された手続, beside a case on the desk: number, section and standing; a link where one may read it."""

from html import escape

from kiosk.queue_table import board_chip
from kiosk.visit import Visit
from shared.casework.mates import SeenMate, mates_of
from shared.casework.opened import OpenedCase
from shared.records.reference import show_reference
from shared.screens.parts import section, tongue


def mates_html(visit: Visit, case: OpenedCase) -> str:
    """The list; nothing for a case that was sent alone."""
    mates = mates_of(visit.office, visit.actor, case)
    lines = "".join(f"<li>{_line(visit, mate)}</li>" for mate in mates)
    return section(tongue("ja")("kiosk.mates_title"), f'<ul class="kio-mates">{lines}</ul>') if mates else ""


def _line(visit: Visit, mate: SeenMate) -> str:
    catalogue = visit.office.catalogue()
    titles = {each.id: each.title.html("ja") for each in catalogue.procedures}
    sections = {each.id: each.name.html("ja") for each in catalogue.sections}
    number = f'<b class="mg-num">{escape(show_reference(mate.reference))}</b>'
    if mate.readable:
        number = f'<a href="/?record={escape(mate.reference)}">{number}</a>'
    title = titles.get(mate.procedure_id, escape(mate.procedure_id))
    where = sections.get(mate.section, escape(mate.section))
    return f'{number} {board_chip(mate.status)}<br>{title}<br><small class="mg-sub">{where}</small>'
