"""Which font draws which character: BIZ UD → IPAmj Mincho → 〓, per character, variation sequences included.

Words are set in BIZ UDPGothic, numbers that are read aloud in BIZ UDGothic (LOOK.md §1). Fonts are parsed
once per process (`warm_up`); sheets are made one at a time under `SETTING`, as ReportLab's faces share a
state. Never a font that is not embedded.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Final, Literal, NamedTuple

from shared.errors import SettingsError
from shared.language import wording
from shared.printing.face import PrintFace

Style = Literal["words", "bold", "number"]
STYLES: Final[tuple[Style, ...]] = ("words", "bold", "number")
SETTING: Final = RLock()  # held while a sheet is made

GETA: Final = "〓"  # printed where no font has the character
FILES: Final[dict[Style, str]] = {
    "words": "bizud-gothic/BIZUDPGothic-Regular.ttf",
    "bold": "bizud-gothic/BIZUDPGothic-Bold.ttf",
    "number": "bizud-gothic/BIZUDGothic-Bold.ttf",
}
NAMES_FILE: Final = "ipamj/ipamjm.ttf"  # 54,578 characters of the family registers
FOLDERS: Final = (
    Path("/usr/share/fonts/truetype"),
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
)

CLUSTER: Final = re.compile(r".[\ufe00-\ufe0f\U000e0100-\U000e01ef\u0300-\u036f\u3099\u309a]*", re.DOTALL)
PLAIN_SELECTORS: Final = frozenset("\ufe0e\ufe0f")  # as text or as emoji: the same glyph for us
DIGITS: Final = "0123456789"
SUBSET: Final = 220  # characters of one subset: 256 codes less blank and the first that ReportLab keeps
GLYPHS_KEPT: Final = 20_000  # clusters remembered per style


class Glyph(NamedTuple):
    """How a cluster is drawn: font name, characters given to it, width in thousandths of the size."""

    font: str
    drawn: str
    width: float
    missing: bool = False


class Chain:
    """Fonts in order of preference for one style. The font of rare names is parsed when first needed."""

    def __init__(self, style: Style) -> None:
        self.first = PrintFace(f"BIZ-{style}", font_file(FILES[style]))
        self.fixed = self.first.sibling(f"BIZ-{style}-fixed")
        self.fixed_characters = "".join(filter(self.first.has, fixed_characters(style)))
        self.glyphs: dict[str, Glyph] = {}
        self._kept = frozenset(self.fixed_characters + " " if self.fixed_characters else "")

    def glyph(self, cluster: str) -> Glyph:
        """How this cluster is drawn; 〓 and `missing` where no font has it."""
        found = self.glyphs.get(cluster)
        if found is None:
            found = self._plain(cluster) if len(cluster) == 1 else self._joined(cluster)
            if len(self.glyphs) < GLYPHS_KEPT:
                self.glyphs[cluster] = found
        return found

    def width(self, text: str) -> float:
        """Width of a line of text in thousandths of the size."""
        return sum(self.glyph(cluster).width for cluster in clusters(text))

    def _faces(self) -> Iterator[PrintFace]:
        yield self.first
        if names := names_face():
            yield names

    def _plain(self, character: str) -> Glyph:
        if unicodedata.category(character) in ("Cc", "Cf"):  # nothing to draw: direction marks, joiners
            return Glyph(self.first.fontName, "", 0)
        if character == "\u00a0":
            character = " "
        if character in self._kept:
            return Glyph(self.fixed.fontName, character, self.fixed.advance(character))
        for face in self._faces():
            if face.has(character):
                return Glyph(face.fontName, character, face.advance(character))
        return Glyph(self.first.fontName, GETA, self.first.advance(GETA), missing=True)

    def _joined(self, cluster: str) -> Glyph:
        """Base with a variation selector or with combining marks: one glyph, copied as the whole cluster."""
        base, marks = cluster[0], cluster[1:]
        composed = unicodedata.normalize("NFC", cluster)
        for face in self._faces():
            if len(marks) == 1 and (base, marks) in face.variations:
                return _bound(face, cluster, face.variations[base, marks])
            if len(composed) == 1 and face.has(composed):
                return _bound(face, cluster, face.glyph_of(composed))
        for face in self._faces():  # the base alone is better than nothing; staff are told
            if face.has(base):
                told = not set(marks) <= PLAIN_SELECTORS
                return _bound(face, cluster, face.glyph_of(base))._replace(missing=told)
        return self._plain(base)


def _bound(face: PrintFace, cluster: str, glyph: int) -> Glyph:
    character = face.bound(cluster, glyph)
    return Glyph(face.fontName, character, face.advance(character))


def clusters(text: str) -> Iterator[str]:
    """The text in pieces drawn by one glyph each: a character with its selector or combining marks."""
    return (found.group() for found in CLUSTER.finditer(text))


def missing(text: str, style: Style = "words") -> tuple[str, ...]:
    """What of a text would be printed as 〓 or without its variant, each once."""
    with SETTING:
        drawn = chain(style)
        return tuple(dict.fromkeys(cluster for cluster in clusters(text) if drawn.glyph(cluster).missing))


def warm_up() -> None:
    """Parse every font now (about a second), so that the first receipt is as quick as the next."""
    with SETTING:
        for style in STYLES:
            chain(style).glyph("辻󠄀")
        if names := names_face():
            _ = names.variations


def chain(style: Style) -> Chain:
    """The chain of a style, made once per process. Raises SettingsError("font_missing") without BIZ UD."""
    with SETTING:
        return _chain(style)


@lru_cache(maxsize=len(STYLES))
def _chain(style: Style) -> Chain:
    return Chain(style)


@lru_cache(maxsize=1)
def names_face() -> PrintFace | None:
    """IPAmj Mincho, the characters of the family registers; None where it is not installed."""
    path = found_file(NAMES_FILE)
    return PrintFace("IPAmj", path) if path else None


def font_file(name: str) -> Path:
    """Where a font file is. Raises SettingsError("font_missing", file=…)."""
    path = found_file(name)
    if path is None:
        raise SettingsError("font_missing", file=Path(name).name)
    return path


def found_file(name: str) -> Path | None:
    """The file in Debian's folder, else anywhere below the system's font folders."""
    for folder in FOLDERS:
        if (folder / name).exists():
            return folder / name
    for folder in FOLDERS[1:]:
        for path in sorted(folder.rglob(Path(name).name)):
            return path
    return None


def fixed_characters(style: Style) -> str:
    """Characters that every sheet uses: a font of their own, cut and compressed once per process.

    For words the commonest of the receipt's own wording, as many as fit one subset.
    """
    if style == "bold":
        return ""
    if style == "number":
        return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
    ours = [text for key, text in sorted(wording.texts("ja").items()) if key.startswith("printing.receipt.")]
    counts = Counter("".join(map(wording.without_ruby, ours)) + DIGITS * len(ours))
    for markup in "{}_| ":
        counts.pop(markup, None)
    return "".join(sorted(character for character, _ in counts.most_common(SUBSET)))
