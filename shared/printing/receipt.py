"""The receipt: what people take home. One description, two papers."""

from shared.printing import fonts
from shared.printing.a4 import receipt_a4
from shared.printing.content import Paper, Printed, ReceiptContent
from shared.printing.parts import receipt_parts
from shared.printing.rehearsed import as_rehearsed
from shared.printing.slip import receipt_slip


def receipt_pdf(content: ReceiptContent, paper: Paper = "a4") -> Printed:
    """The receipt as PDF on `a4` or `80mm`; the same content gives the same bytes.

    Raises ValueError where a QR would not fit version 8-M, SettingsError("font_missing") without BIZ UD.
    """
    make = {"a4": receipt_a4, "80mm": receipt_slip}[paper]
    with fonts.SETTING:
        return make(receipt_parts(as_rehearsed(content)))
