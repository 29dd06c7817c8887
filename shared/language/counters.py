"""Readings of counters that change with their number: 5日 is いつか, 10分 じゅっぷん, 1人 ひとり.

Wording writes the usual reading, `{days}{日|にち}`. Only when the number is known can the right one be drawn.
"""

import re

_DAYS = {
    "2": "ふつか",
    "3": "みっか",
    "4": "よっか",
    "5": "いつか",
    "6": "むいか",
    "7": "なのか",
    "8": "ようか",
    "9": "ここのか",
    "10": "とおか",
    "14": "じゅうよっか",
    "20": "はつか",
    "24": "にじゅうよっか",
}
_PERSONS = {"1": "ひとり", "2": "ふたり"}
_HARD = "013468"  # last digits after which ふん is ぷん
_COUNTED = re.compile(
    r"(?<![\d,.])(\d+) ?<ruby>([日分人]間?)<rp>（</rp><rt>(にち|ふんかん|ふん|にん)</rt><rp>）</rp></ruby>"
)


def read_counts(drawn: str) -> str:
    """Drawn ruby with the readings that its numbers ask for."""
    return _COUNTED.sub(lambda match: _read(drawn[: match.start()], match), drawn)


def _read(before: str, match: re.Match[str]) -> str:
    number, counter, usual = match.groups()
    if usual == "にち":
        of_month = before.endswith(("月", "<rt>がつ</rt><rp>）</rp></ruby>"))
        whole = "ついたち" if number == "1" and of_month else _DAYS.get(number)
    else:
        whole = _PERSONS.get(number) if usual == "にん" else None
    if whole:
        return _ruby(f"{number}{counter}", whole)
    if usual.startswith("ふん") and number[-1] in _HARD:
        return match[0].replace("<rt>ふん", "<rt>ぷん")
    return match[0]


def _ruby(words: str, reading: str) -> str:
    return f"<ruby>{words}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"
