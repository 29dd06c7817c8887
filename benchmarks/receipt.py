"""How quick the receipt is, as ratios within one process: against a naive page, and the second against the first.

    .venv/bin/python benchmarks/receipt.py [--rounds 40]

The naive page is what a first version does with the same words: fonts parsed per receipt, Platypus, QR as a PNG.
"""

import argparse
import io
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the first import of the printing room is timed
    from reportlab.lib.styles import ParagraphStyle

    from shared.printing.content import ReceiptContent

CODE = "7H3K9QWN2TCXM4RD"
PROOF = "HTTPS://MADOGUCHI.CITY.EXAMPLE.LG.JP/R/" + "7H3K9QWN2TCXM4RD5GJB" * 7
SURNAMES = "佐鈴高田伊渡山中小加吉松井斎清木林"


def contents(count: int) -> "list[ReceiptContent]":
    """Different receipts of one procedure."""
    from shared.printing.content import FactAsked, NextStep, Place, ReceiptContent, Words

    place = Place(Words("松江市"), Words("子育て給付課"), "11", Words("1階 北"), "0852-00-0011", Words("松江市役所"))
    one = ReceiptContent(
        place=place,
        reference="A7K2M9QX4",
        title=Words("児童手当の認定請求"),
        received_at=datetime(2026, 11, 22, 5, 41, tzinfo=UTC),
        applicant="見○ 花○",
        channel="online",
        next_steps=(
            NextStep(Words("子育て給付課が受け付けます。"), day=date(2026, 11, 24)),
            NextStep(Words("決まったら、手紙がとどきます。"), day=date(2026, 12, 22)),
        ),
        seen_until=date(2027, 12, 27),
        proof_url=PROOF,
        code=CODE,
        code_url=f"HTTPS://MADOGUCHI.CITY.EXAMPLE.LG.JP/C/{CODE}",
        fact=FactAsked("birth_date", Words("お子さんの生年月日")),
    )
    return [replace(one, applicant=f"{SURNAMES[n % 17]}○ 花○", reference=f"A7K2M9{n:03d}") for n in range(count)]


def naive(content: "ReceiptContent") -> bytes:
    """The same main rows by Platypus, with nothing remembered."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    from shared.printing.fonts import FILES, font_file
    from shared.printing.parts import receipt_parts
    from shared.printing.words import plain

    fonts = [TTFont(style, str(font_file(FILES[style]))) for style in ("words", "bold", "number")]
    for font in fonts:
        pdfmetrics.registerFont(font)
    style, bold, large = styles()
    parts = receipt_parts(content)
    strip = parts.strip
    assert strip is not None, "this receipt has a code"
    rows = (*parts.rows, *parts.next_rows)
    table = Table([[Paragraph(plain(text.ja), style) for text in (row.label, row.value)] for row in rows])
    story = [Paragraph(plain(text.ja), style) for text in (parts.head.brand, parts.head.office, parts.lead)]
    story += [Paragraph(plain(text.ja), style) for text in (strip.use, strip.seen, parts.foot)]
    story += [Paragraph(plain(text.ja), bold) for text in (parts.title, parts.next_title, strip.title, strip.secret)]
    story += [Paragraph(parts.number, large), Paragraph(" - ".join(strip.groups), large)]
    page = io.BytesIO()
    SimpleDocTemplate(page, pagesize=A4).build([*story, table, png_of(parts.proof_url), png_of(strip.url)])
    for font in fonts:
        font.unregister()
    return page.getvalue()


def styles() -> "tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]":
    """Of words, of bold words, of large numbers."""
    from reportlab.lib.styles import ParagraphStyle

    style = ParagraphStyle("body", fontName="words", fontSize=12, leading=18, wordWrap="CJK")
    bold = ParagraphStyle("bold", parent=style, fontName="bold")
    return style, bold, ParagraphStyle("number", parent=style, fontName="number", fontSize=24, leading=30)


def png_of(text: str) -> Any:
    import qrcode
    from reportlab.platypus import Image

    file = io.BytesIO()
    qrcode.make(text).save(file, "PNG")
    file.seek(0)
    return Image(file, 110, 110)


def milliseconds(make: "Callable[[ReceiptContent], object]", of: "Sequence[ReceiptContent]") -> list[float]:
    spent = []
    for content in of:
        start = time.perf_counter()
        make(content)
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=40)
    rounds = arguments.parse_args().rounds
    start = time.perf_counter()
    from shared.printing.receipt import receipt_pdf

    imported = (time.perf_counter() - start) * 1000
    some = contents(rounds + 1)
    first = milliseconds(receipt_pdf, some[:1])[0]
    ways: dict[str, Callable[[ReceiptContent], object]] = {
        "ours": receipt_pdf,
        "roll": lambda one: receipt_pdf(one, "80mm"),
        "again": lambda one: receipt_pdf(some[0]),
        "naive": naive,
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for one in some[1:]:  # in turns, so that a busy machine is busy for all
        for name, make in ways.items():
            spent[name] += milliseconds(make, [one])
    ours, roll, again, plainly = (statistics.median(spent[name]) for name in ways)
    print(f"import                      {imported:7.1f} ms")
    print(f"first receipt of a process  {first:7.1f} ms   {first / ours:5.1f} × the next")
    print(f"a receipt, A4 (median)      {ours:7.1f} ms")
    print(f"a receipt, 80 mm            {roll:7.1f} ms   {roll / ours:5.2f} × A4")
    print(f"the same receipt again      {again:7.1f} ms   {again / ours:5.2f} × A4")
    print(f"naive page                  {plainly:7.1f} ms   {plainly / ours:5.1f} × ours")


if __name__ == "__main__":
    main()
