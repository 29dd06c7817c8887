"""One font file inside a PDF: parsed once, subset once per set of characters, and readable by copy and paste.

ReportLab 5.1 writes code points beyond U+FFFF wrongly into ToUnicode (𠮷 copies as ₻), knows no variation
sequences, and cuts the glyph table anew for every document. This face mends the three; `tests/printing` fail
when a newer ReportLab changes what it rests on.
"""

import zlib
from collections.abc import Sequence
from copy import copy
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from fontTools.ttLib import TTFont as FontFile
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, TTFontFace

FIRST_PRIVATE: Final = 0xF0000  # plane 15: ours, for glyphs that have no code point of their own
SUBSETS_KEPT: Final = 48  # finished subsets remembered per font; fixed text and reprints come again
BLOCK: Final = 100  # most entries of one bfchar block (Adobe CMap specification)


class SubsetFace(TTFontFace):
    """ReportLab's face, with table slices and finished subsets remembered."""

    @cached_property
    def slices(self) -> dict[str, bytes]:
        return {}

    def get_table(self, tag: str) -> bytes:
        """The bytes of one table, cut from the file once (the glyphs alone are 5 MB)."""
        if tag not in self.slices:
            self.slices[tag] = super().get_table(tag)  # type: ignore[no-untyped-call]  # ReportLab
        return self.slices[tag]

    @cached_property
    def finished(self) -> Any:
        return lru_cache(maxsize=SUBSETS_KEPT)(super().makeSubset)

    def makeSubset(self, subset: Sequence[int]) -> bytes:  # noqa: N802 - ReportLab's name
        """The subset font file of these code points, in this order."""
        made: bytes = self.finished(tuple(subset))
        return made

    def addSubsetObjects(self, doc: Any, fontname: str, subset: list[int]) -> Any:  # noqa: N802 - ReportLab's name
        """As ReportLab's, the font file compressed once per subset."""
        descriptor = super().addSubsetObjects(doc, fontname, subset)  # type: ignore[no-untyped-call]  # ReportLab
        if doc.compression:
            doc.idToObject[f"fontFile:{self.filename}({fontname})"].filters = [COMPRESSED_ONCE]
        return descriptor


class CompressedOnce(pdfdoc.PDFStreamFilterZCompress):
    """Flate, remembering what the last font files became."""

    def encode(self, text: bytes) -> bytes:
        return _compressed(text)


@lru_cache(maxsize=4 * SUBSETS_KEPT)
def _compressed(data: bytes) -> bytes:
    return zlib.compress(data)


COMPRESSED_ONCE: Final = CompressedOnce()


class PrintFace(TTFont):
    """A font registered with ReportLab under `name`, able to draw glyphs by variation sequence."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), asciiReadable=False, shapable=False)
        self.path = path
        self.face.__class__ = SubsetFace
        self.own = frozenset(self.face.charToGlyph)
        self.private: dict[str, str] = {}
        self.texts: dict[int, str] = {}
        self._register(name)

    def sibling(self, name: str) -> "PrintFace":
        """The same parsed font as a second font of the PDF, with subsets of its own."""
        twin = copy(self)
        twin.fontName = name
        twin.state = WeakKeyDictionary()
        twin.face = copy(self.face)
        twin._register(name)
        return twin

    def _register(self, name: str) -> None:
        self.face.name = name.encode("ascii")  # fonts of one document need names of their own
        pdfmetrics.registerFont(self)

    def has(self, character: str) -> bool:
        """Whether the font itself draws this character (our private ones do not count)."""
        return ord(character) in self.own

    def advance(self, character: str) -> float:
        """Width in thousandths of the size."""
        return float(self.face.charWidths.get(ord(character), self.face.defaultWidth))

    def bound(self, cluster: str, glyph: int) -> str:
        """A private character that draws `glyph` and is copied as `cluster`."""
        if cluster not in self.private:
            code = FIRST_PRIVATE + len(self.private)
            self.face.charToGlyph[code] = glyph
            self.face.charWidths[code] = self.pdfScale(self.face.hmetrics[glyph][0])  # type: ignore[no-untyped-call]  # ReportLab
            self.texts[code] = cluster
            self.private[cluster] = chr(code)
        return self.private[cluster]

    def glyph_of(self, character: str) -> int:
        return int(self.face.charToGlyph[ord(character)])

    @cached_property
    def variations(self) -> dict[tuple[str, str], int]:
        """(base, selector) → glyph, from the font's cmap format 14. Takes 0.1 s once."""
        with FontFile(self.path, lazy=True) as file:
            found: dict[tuple[str, str], int] = {}
            for table in file["cmap"].tables:
                if table.format != 14:
                    continue
                for selector, pairs in table.uvsDict.items():
                    for base, name in pairs:
                        glyph = file.getGlyphID(name) if name else self.face.charToGlyph.get(base)
                        if glyph:
                            found[chr(base), chr(selector)] = int(glyph)
            return found

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """As ReportLab's, with ToUnicode tables right beyond U+FFFF and for our private characters."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
            table = doc.idToObject[f"toUnicodeCMap:{name}"]
            table.content = to_unicode(name, [self.texts.get(code) or chr(code) for code in subset])


def to_unicode(font: str, texts: list[str]) -> str:
    """The ToUnicode table of a subset: code n is copied as `texts[n]` (UTF-16BE, surrogates and all)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({font}) /Ordering ({font}) /Supplement 0 >> def",
        f"/CMapName /{font} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(texts) - 1:02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(texts), BLOCK):
        block = texts[start : start + BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{start + n:02X}> <{_utf16(text)}>" for n, text in enumerate(block)]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
