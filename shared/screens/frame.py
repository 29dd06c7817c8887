"""The frame of every page: masthead with the switches of sight, foot with the telephone, the way out."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from shared.catalogue.office import City
from shared.language.wording import LANGUAGES, say_html
from shared.screens.links.links import bind_links
from shared.screens.parts import icon, telephone_link, tongue, woven

SIZES = ("0", "1", "2", "3")
NEUTRAL = "/closed"  # where 「このページをすぐ閉じる」 leads: says nothing of the city or the case


def draw_top(city: City, language: str, width: str = "", closing: bool = False) -> None:
    """What the page is, and its masthead. `width`: "" for reading, "page" wide. `closing`: the way out."""
    t = tongue(language)
    st.html(
        f'<i data-mg-page data-surface="citizen" data-width="{escape(width)}" data-language="{escape(language)}"></i>'
    )
    place = woven("screens.place", language, city=city.name.html(language))
    brand = (
        '<a class="mg-brand" href="/"><i class="mg-mark" aria-hidden="true"></i>'
        f"<span>{t('screens.brand')}<small>{place}</small></span></a>"
    )
    out = (
        f'<p class="mg-close"><a class="mg-btn danger" href="{NEUTRAL}" data-mg-close>'
        f"{icon('x')}<span>{t('screens.close_at_once')}</span></a></p>"
        if closing
        else ""
    )
    st.html(f'<div class="mg-mast mg-bleed">{brand}<div class="mg-tools">{_sight(language)}</div></div>{out}')


def draw_foot(city: City, language: str) -> None:
    """Whom to ask, on every page."""
    telephone, hours = telephone_link(city.telephone), city.hours.html(language)
    help_ = woven("screens.foot_help", language, telephone=telephone, hours=hours)
    bind_links()
    st.html(f'<div class="mg-foot mg-bleed"><p>{help_}</p><p>{city.office.html(language)}</p></div>')


def _sight(language: str) -> str:
    """One button that opens all switches; they act in the browser (look/static/view.js)."""
    t = tongue(language)
    languages = [(f"language:{each}", say_html(f"screens.language_{each}", each)) for each in LANGUAGES]
    sizes = [(f"size:{size}", t(f"screens.size_{size}")) for size in SIZES]
    contrasts = [(f"contrast:{value}", t(f"screens.contrast_{value}")) for value in ("off", "on")]
    groups = (
        _group("size", sizes, language)
        + _group("contrast", contrasts, language)
        + _group("language", languages, language)
    )
    return (
        f'{_quick(language)}<details class="mg-sight"><summary class="mg-tool">{icon("aa")}'
        f'<span>{t("screens.sight")}</span></summary><div class="panel">{groups}</div></details>'
    )


def _quick(language: str) -> str:
    """Languages one press away where there is room: easy Japanese, English, and the way back to Japanese."""
    offered = [each for each in ("ja", "easy", "en") if each != language and (each, language) != ("ja", "ruby")]
    return "".join(
        _switch(f"language:{each}", say_html(f"screens.language_{each}", each), "mg-tool mg-quick") for each in offered
    )


def _group(name: str, switches: Sequence[tuple[str, str]], language: str) -> str:
    title = tongue(language)(f"screens.sight_{name}")
    buttons = "".join(_switch(value, words, "mg-tool") for value, words in switches)
    return (
        f'<div role="group" aria-labelledby="sight-{name}"><p id="sight-{name}">{title}</p><div>{buttons}</div></div>'
    )


def _switch(value: str, words_html: str, style: str) -> str:
    return f'<button type="button" class="{style}" data-mg-set="{value}"><span>{words_html}</span></button>'
