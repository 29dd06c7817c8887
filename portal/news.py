"""お知らせ: the office's news on the first page, and the page of one of them."""

from collections.abc import Sequence

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.office import Notice
from shared.language import clock
from shared.language.wording import say_markup
from shared.screens.fragments import back_link
from shared.screens.parts import head, heading, icon, link_button, paragraph, section, tongue


def notices_html(notices: Sequence[Notice], language: str) -> str:
    """News as a section of the first page; "" where there is none."""
    if not notices:
        return ""
    lines = "".join(f"<li>{_line(notice, language)}</li>" for notice in notices)
    return section(tongue(language)("portal.notices_title"), f'<ul class="mg-lines mg-news">{lines}</ul>')


def notice_html(catalogue: Catalogue, notice: Notice, language: str) -> str:
    """One of the news in full."""
    above = head(back_link("/", language), _day(notice, language), heading(notice.title.html(language)))
    body = f'<p class="mg-lead">{notice.body.html(language)}</p>' if notice.body else ""
    if notice.procedure is None:
        return above + body
    title = catalogue.procedure(notice.procedure).title.html(language)
    words = tongue(language)("portal.notice_procedure")
    return above + body + section(title, link_button(f"/?procedure={notice.procedure}", words, "main"))


def notice_named(catalogue: Catalogue, notice_id: str) -> Notice | None:
    """The notice of an id while it stands; None for one that is over, not begun or unknown."""
    return next((one for one in catalogue.notices_on(clock.today()) if one.id == notice_id), None)


def _line(notice: Notice, language: str) -> str:
    """Leads to its page, else to its procedure, else nowhere: then nothing looks like a link."""
    words = f"<small>{_day_words(notice, language)}</small>{notice.title.html(language)}"
    if notice.body is not None:
        address = f"/?notice={notice.id}"
    elif notice.procedure is not None:
        address = f"/?procedure={notice.procedure}"
    else:
        return f'<div class="go">{words}</div>'
    return f'<a class="go" href="{address}"><span>{words}</span>{icon("go")}</a>'


def _day(notice: Notice, language: str) -> str:
    return paragraph(_day_words(notice, language), "small")


def _day_words(notice: Notice, language: str) -> str:
    day = notice.from_day
    month = say_markup(f"dates.month_{day.month}", language)
    return tongue(language)("portal.notice_day", month=month, day=day.day)
