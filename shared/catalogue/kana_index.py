"""The kana index: procedures by the row of the syllabary that their reading begins with."""

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.catalogue.spelling import fold

ROWS: dict[str, str] = {
    "あ": "あいうえおぁぃぅぇぉ",
    "か": "かきくけこがぎぐげご",
    "さ": "さしすせそざじずぜぞ",
    "た": "たちつてとだぢづでどっ",
    "な": "なにぬねの",
    "は": "はひふへほばびぶべぼぱぴぷぺぽ",
    "ま": "まみむめも",
    "や": "やゆよゃゅょ",
    "ら": "らりるれろ",
    "わ": "わゐゑをん",
}


def by_kana(catalogue: Catalogue, row: str) -> list[Procedure]:
    """The procedures whose reading begins in this row, by reading."""
    letters = ROWS.get(row, "")
    found = [procedure for procedure in catalogue.procedures if fold(procedure.kana)[:1] in set(letters)]
    return sorted(found, key=lambda procedure: fold(procedure.kana))
