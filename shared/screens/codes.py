"""The code as a card: picture, four groups, and what it is for. Never beside a name, an answer or a birth date."""

from html import escape
from urllib.parse import quote

from shared.casework.cases import Case
from shared.language.dates import show_date
from shared.language.wording import say
from shared.printing.qr import svg_address
from shared.records.code import show_code
from shared.records.proof import code_url
from shared.screens.fragments import code_groups
from shared.screens.parts import icon, paragraph, tongue


def code_card(case: Case, base_url: str, language: str, below_html: str = "") -> str:
    """Picture and groups of the case's code, with the words that it is a secret."""
    t = tongue(language)
    picture = svg_address(code_url(base_url, case.code))
    seen = escape(say("screens.code_picture", language))
    return (
        f'<section class="mg-card mg-codecard"><h2>{t("screens.code_title")}</h2>'
        f"{paragraph(t('screens.code_hint'), 'hint')}"
        f'<img class="mg-qr" alt="{seen}" src="{picture}">{code_groups(case.code)}{below_html}</section>'
    )


def keeping_ways(case: Case, language: str) -> str:
    """Ways to keep the code: print the page, copy it, mail it to oneself."""
    t, code = tongue(language), show_code(case.code)
    day = show_date(case.row.expires_on.isoformat(), language)
    subject = quote(say("screens.mail_subject", language))
    body = quote(say("screens.mail_body", language, code=code, day=day))
    copied = escape(say("screens.code_copied", language))
    ways = (
        f'<button type="button" class="mg-btn wide" data-mg-print>{icon("print")}'
        f"<span>{t('screens.code_print')}</span></button>",
        f'<button type="button" class="mg-btn wide" data-mg-copy="{code}" data-mg-copied="{copied}">'
        f"{icon('doc')}<span>{t('screens.code_copy')}</span></button>",
        f'<a class="mg-btn wide" href="mailto:?subject={subject}&amp;body={body}">'
        f"{icon('mail')}<span>{t('screens.code_mail')}</span></a>",
    )
    listed = "".join(f"<li>{way}</li>" for way in ways)
    return (
        f'<ul class="mg-ways mg-noprint">{listed}</ul><p class="mg-hint mg-noprint">{t("screens.code_mail_hint")}</p>'
    )
