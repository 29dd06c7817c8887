"""The note beside a form of an older version: taken as any sheet, and what to ask the person who brings it."""

from kiosk.visit import Visit
from shared.casework.paper.older import older_form
from shared.language import clock
from shared.language.dates import show_date_html
from shared.screens.fragments import note
from shared.screens.parts import paragraph, tongue, woven


def older_html(visit: Visit) -> str:
    """What the scanned form lacks; nothing for a form that is as it is asked today."""
    query = visit.query
    older = older_form(visit.catalogue, query.get("procedure", ""), query.get("made", ""), clock.today())
    if older is None:
        return ""
    t = tongue("ja")
    if older.until is None:
        words = paragraph(t("kiosk_paper.older_unknown"))
    elif older.missing:
        items = "".join(f"<li>{label.html('ja')}</li>" for label in older.missing)
        words = paragraph(t("kiosk_paper.older_missing")) + f'<ul class="mg-plain">{items}</ul>'
    else:
        words = paragraph(t("kiosk_paper.older_whole"))
    until = show_date_html(older.until.isoformat(), "ja") if older.until else ""
    title = woven("kiosk_paper.older_until", "ja", day=until) if until else t("kiosk_paper.older_title")
    return note(f"<p><b>{title}</b></p>{words}", "wait", "warn")
