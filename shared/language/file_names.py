"""Names of uploaded files.

A name is shown and never trusted: files are stored under an id of our own, and what kind a file is, its bytes
say.
"""

import re
import unicodedata

from shared.errors import ValueRefused
from shared.language import characters
from shared.language.reading import Reading

LONGEST = 100  # characters shown
TAKEN = ("jpg", "jpeg", "png", "heic", "heif", "pdf")
_CONVERTED = ("heic", "heif")  # pictures of iPhones, which not every device shows
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def read_file_name(text: str) -> Reading:
    """A file name with an ending that we take; `stored` is the name to show.

    Flags: "file_converted" for HEIC, "file_ending" where there is no ending. Raises ValueRefused "file_type".
    """
    characters.refuse_blank(text)
    name = shown_name(text)
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        return Reading(name, ("file_ending",))
    if ending.lower() not in TAKEN:
        raise ValueRefused("file_type", accept="、".join(ending.upper() for ending in TAKEN))
    return Reading(name, ("file_converted",) * (ending.lower() in _CONVERTED))


def shown_name(text: str) -> str:
    """A file name that is safe to show: no path, nothing invisible, at most 100 characters. Never raises."""
    last = re.split(r"[/\\]", text)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C" or characters.is_han(c))
    name = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", seen)).strip(" .")
    if not name or _DEVICE.fullmatch(name):
        name = f"_{name}"
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    return name[:LONGEST] if not dot or len(ending) > 8 else f"{stem[: LONGEST - 1 - len(ending)]}.{ending}"
