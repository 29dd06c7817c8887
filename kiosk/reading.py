"""What was scanned or typed at the counter: a code, a receipt's proof, a reference; and where it leads."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from shared.errors import CodeSlip
from shared.records.code import tidy_code
from shared.records.proof import Verdict, code_in, read_proof
from shared.records.reference import tidy_reference
from shared.records.sealing import PublicKeys

REFERENCE_LENGTH = 9
_GUIDE = re.compile(r"/G/([A-Z][A-Z0-9.-]{0,39}(?:/[0-9A-Z]{0,200})?)$")


@dataclass(frozen=True, repr=False)
class Read:
    """`kind` "code": `text` is the citizen's secret, shown nowhere. "proof": `verdict` says whether it is genuine."""

    kind: Literal["code", "proof", "reference"]
    text: str
    verdict: Verdict | None = None


def read(text: str, public: PublicKeys) -> Read:
    """What it is. Raises CodeSlip with the group of four where a typed code is wrong, 0 where the length is.

    Wide letters (an input method took the scanner's keys) and either case are read alike; of an address only what
    follows `/R/` or `/C/` counts, so a scanner set to another keyboard, which makes `:` a `+` or a `'`, does no harm.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    if "/R/" in plain:
        proof = read_proof(text, public)
        return Read("proof", proof.reference, proof.verdict)
    if "/C/" in plain:
        return Read("code", code_in(text))
    try:
        return Read("reference", tidy_reference(text))
    except CodeSlip:
        return Read("code", tidy_code(text))


def guide_in(text: str) -> str:
    """What stands behind `/G/` on the sheet of a guide; "" for everything else."""
    found = _GUIDE.search(unicodedata.normalize("NFKC", text).upper().strip())
    return found[1] if found else ""
