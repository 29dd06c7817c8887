"""The list as a table of plain HTML with links: never a widget a row."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from kiosk.visit import Visit
from shared.casework import staff
from shared.language import clock, open_days
from shared.language.wording import say, texts
from shared.records.reference import show_reference
from shared.records.status import FINAL, Status, board_column
from shared.records.submission import FeeState, QueueRow
from shared.screens.fragments import Mood, chip, note
from shared.screens.parts import icon, tongue

_SIGNS: dict[str, tuple[Mood, str]] = {
    "untouched": ("", "ring"),
    "in_progress": ("go", "half"),
    "waiting": ("wait", "pause"),
    "done": ("good", "ok"),
}
CHANNEL_SIGNS = {"online": "phone", "counter": "desk", "paper": "doc", "post": "mail", "phone": "phone"}
HEADS = ("number", "what", "channel", "received", "due", "fee", "status", "assignee")


def board_chip(status: Status) -> str:
    """The status as staff count it: icon and word."""
    if status in (Status.APPROVED, Status.REJECTED, Status.WITHDRAWN):
        mood: Mood = "bad" if status is Status.REJECTED else "" if status is Status.WITHDRAWN else "good"
        return chip(tongue("ja")(f"status.{status.value}"), mood, "ok" if mood == "good" else "x")
    return column_chip(board_column(status))


def column_chip(column: str, words_html: str = "") -> str:
    """A column of the board, under its own name or another."""
    mood, sign = _SIGNS[column]
    return chip(words_html or tongue("ja")(f"status.board_{column}"), mood, sign)


def table(rows: Sequence[QueueRow], visit: Visit) -> str:
    """受付番号, 手続・申請者, 経路, とどいた日時, 期限, 手数料, 状態, 担当."""
    t = tongue("ja")
    names = {account.name: account.shown_name for account in staff.accounts(visit.office)}
    titles = {procedure.id: procedure.title.html("ja") for procedure in visit.catalogue.procedures}
    head = "".join(f'<th scope="col">{t(f"kiosk.head_{name}")}</th>' for name in HEADS)
    lines = "".join(_line(row, titles.get(row.procedure_id, escape(row.procedure_id)), names) for row in rows)
    said = f'<caption class="mg-hide">{t("kiosk.table")}</caption>'
    listed = f'<table class="mg-tbl kio-queue">{said}<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'
    return f'<div class="kio-scroll" role="region" tabindex="0" aria-label="{t("kiosk.table")}">{listed}</div>'


def attention_html(rows: Sequence[QueueRow]) -> str:
    """The banner over the list: what should be looked at first, and why."""
    marked = [row for row in rows if row.attention and row.status not in FINAL]
    if not marked:
        return ""
    t = tongue("ja")
    said = "、".join(f"{attention_words(row.attention)}（{_link(row.reference)}）" for row in marked[:3])
    title = t("kiosk.attention", count=len(marked))
    return note(f"<p><b>{title}</b> {said}</p>", "wait", "warn")


def attention_words(codes: Sequence[str]) -> str:
    """What filing found, escaped."""
    return "・".join(escape(_attention(code)) for code in codes)


def _attention(code: str) -> str:
    """A newer filing may know more doubts than this desk has words for: the case is shown all the same."""
    key = f"kiosk.attention_{code}"
    return say(key) if key in texts("ja") else say("kiosk.attention_other")


def due_words(due_on: date | None, status: Status) -> tuple[str, bool]:
    """(how much is left, whether it is pressing)."""
    if due_on is None or status in FINAL:
        return "", False
    if status is Status.CORRECTION:
        return say("kiosk.due_stopped"), False
    today = clock.today()
    if due_on < today:
        return say("kiosk.due_over"), True
    if due_on == today:
        return say("kiosk.due_today"), True
    left = days_left(today, due_on)
    return say("kiosk.due_left", count=left), left <= 1


def days_left(today: date, due_on: date) -> int:
    """Open days after today, the last one included."""
    days = (today + timedelta(days=n) for n in range(1, (due_on - today).days + 1))
    return sum(1 for day in days if open_days.is_open(day))


def fee_words(amount: int, state: FeeState) -> str:
    """What is owed, escaped."""
    if state is FeeState.NONE:
        return say("kiosk.fee_none")
    return say(f"kiosk.fee_{state.value}", amount=f"{amount:,}")


def _line(row: QueueRow, title: str, names: dict[str, str]) -> str:
    t = tongue("ja")
    at = clock.in_japan(row.received_at)
    sign = icon(CHANNEL_SIGNS.get(row.channel, "doc"))
    marks = f"<br>{_small('warn', attention_words(row.attention), 'kio-flag')}" if row.attention else ""
    marks += f"<br>{_small('eye', t('kiosk.flags', count=len(row.flags)), 'mg-sub')}" if row.flags else ""
    cells = (
        f'{_link(row.reference)}<br><small class="mg-sub mg-num">{escape(row.register_number)}</small>',
        f"{title}<br><small>{escape(row.applicant_name)}</small>{marks}",
        f'<span class="kio-still">{sign} {t(f"kiosk.channel_{row.channel}")}</span>',
        f'<span class="mg-num kio-still">{at:%m/%d %H:%M}</span>',
        _due(row),
        escape(fee_words(row.fee, row.fee_state)),
        board_chip(row.status),
        escape(names.get(row.assignee, row.assignee)) or t("kiosk.dash"),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _due(row: QueueRow) -> str:
    if row.due_on is None:
        return tongue("ja")("kiosk.dash")
    words, pressing = due_words(row.due_on, row.status)
    left = _small("warn" if pressing else "", escape(words), "kio-late" if pressing else "mg-sub")
    return f'<span class="mg-num">{row.due_on:%m/%d}</span><br>{left}'


def _small(sign: str, words_html: str, style: str) -> str:
    return f'<small class="{style}">{icon(sign) if sign else ""}{words_html}</small>'


def _link(reference: str) -> str:
    return f'<a class="mg-num" href="/?record={escape(reference)}">{escape(show_reference(reference))}</a>'
