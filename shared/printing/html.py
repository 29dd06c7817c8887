"""The receipt as HTML: the same parts in the same order as on paper.

For reading aloud, large text and no printer. No script, no style attribute, nothing loaded from elsewhere.
ReportLab's PDF has no tags, so this is the accessible form of the receipt.
"""

import base64
import hashlib
from functools import lru_cache
from html import escape
from pathlib import Path

from shared.printing import qr
from shared.printing.content import ReceiptContent
from shared.printing.parts import Head, Numbered, Parts, Row, Stamp, Strip, receipt_parts
from shared.printing.words import Said, html, plain


class Html(str):
    """HTML that is safe to put into a page as it is; template engines ask for `__html__`."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def receipt_html(content: ReceiptContent) -> Html:
    """The receipt as one `<article>` to be put into a page that has `style()` among its sheets."""
    parts = receipt_parts(content)
    language = content.language
    inside = "".join(
        (
            _head(parts.head, language),
            f"<h1>{_said(parts.title, language)}</h1>",
            *(_stamp(stamp, language) for stamp in parts.stamps),
            _block("mg-rc-warning", parts.warning, language),
            _block("mg-rc-lead", parts.lead, language),
            _box(parts, language),
            *(_box(one, language) for one in parts.together),
            _next(parts, language),
            _strip(parts.strip, language) if parts.strip else "",
            f'<footer class="mg-rc-foot">{_block("mg-rc-small", parts.foot, language)}</footer>',
        )
    )
    return Html(f'<article class="mg-rc" lang="ja">{inside}</article>')


def receipt_page(content: ReceiptContent) -> str:
    """The receipt as a whole HTML page with its style inside; allow it by `style_source()` in the CSP."""
    parts = receipt_parts(content)
    title = escape(f"{plain(parts.title.ja)} {parts.number}".strip())
    return (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'
        f"<title>{title}</title><style>{style()}</style></head>"
        f"<body><main>{receipt_html(content)}</main></body></html>"
    )


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of the receipt."""
    return (Path(__file__).parent / "receipt.css").read_text(encoding="utf-8")


def style_source() -> str:
    """What `style-src` of a CSP must hold for `receipt_page`."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()}'"


def _said(text: Said, language: str) -> str:
    """Japanese, and in a span of its own the second language."""
    if not text.second:
        return html(text.ja)
    tongue = "en" if language == "en" else "ja"
    return f'{html(text.ja)} <span class="mg-rc-second" lang="{tongue}">{html(text.second)}</span>'


def _block(name: str, text: Said, language: str) -> str:
    return "" if text.blank else f'<p class="{name}">{_said(text, language)}</p>'


def _head(head: Head, language: str) -> str:
    names = _block("mg-rc-brand", head.brand, language) + _block("mg-rc-small", head.office, language)
    return f'<header class="mg-rc-head"><div>{names}</div>{_block("mg-rc-small", head.keep, language)}</header>'


def _stamp(stamp: Stamp, language: str) -> str:
    word, text = _said(stamp.word, language), _said(stamp.text, language)
    return f'<p class="mg-rc-stamp"><strong>{word}</strong> {text}</p>'


def _box(parts: Parts | Numbered, language: str) -> str:
    number = _block("mg-rc-small", parts.number_label, language)
    number += f'<p class="mg-rc-number">{escape(parts.number)}</p>'
    proof = _qr(parts.proof_url, parts.proof, language) if parts.proof_url else ""
    return f'<div class="mg-rc-box">{number if parts.number else ""}{_rows(parts.rows, language)}{proof}</div>'


def _rows(rows: tuple[Row, ...], language: str) -> str:
    drawn = "".join(_row(row, language) for row in rows)
    return f"<dl>{drawn}</dl>"


def _row(row: Row, language: str) -> str:
    strong = "" if row.strong.blank else f" <strong>{_said(row.strong, language)}</strong>"
    name, value = _said(row.label, language), _said(row.value, language)
    return f'<div class="mg-rc-row"><dt>{name}</dt><dd>{value}{strong}</dd></div>'


def _next(parts: Parts, language: str) -> str:
    drawn = ""
    if parts.next_rows:
        drawn += f"<h2>{_said(parts.next_title, language)}</h2>{_rows(parts.next_rows, language)}"
    if parts.notes:
        notes = "".join(f"<li>{_said(note, language)}</li>" for note in parts.notes)
        drawn += f"<h2>{_said(parts.notes_title, language)}</h2><ul>{notes}</ul>"
    return drawn


def _strip(strip: Strip, language: str) -> str:
    code = " - ".join(f'<span class="mg-rc-group">{escape(group)}</span>' for group in strip.groups)
    return (
        f'<section class="mg-rc-strip"><h2>{_said(strip.title, language)}</h2>'
        f'<p class="mg-rc-number mg-rc-code">{code}</p>'
        f"<p><strong>{_said(strip.secret, language)}</strong></p>"
        f"{_figure(strip.url)}"
        f"{_block('mg-rc-use', strip.use, language)}{_block('mg-rc-seen', strip.seen, language)}</section>"
    )


def _qr(url: str, caption: Said, language: str) -> str:
    return _figure(url, f"<figcaption>{_said(caption, language)}</figcaption>")


def _figure(url: str, caption: str = "") -> str:
    """Hidden from screen readers: the words beside it say what it is for."""
    return f'<figure class="mg-rc-qr">{qr.svg(url)}{caption}</figure>'
