"""A # behind a text begins a remark: where no blank follows it, it was probably meant as part of the text."""

import re
from collections.abc import Iterable

from shared.catalogue.shelf import FileState
from shared.catalogue.source import Mark, Source

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_CUT = re.compile(r":\s+[^\s#\"'].*?\s#[^\s#]")


def advise(source: Source, files: Iterable[FileState]) -> None:
    """Tells of every line whose text ends before such a #. `files`: as they were read, the first one first."""
    for number, file in enumerate(files):
        lines = file.path.read_text(encoding="utf-8-sig").splitlines()
        for line, written in enumerate(lines, 1):
            if _CUT.search(_QUOTED.sub('""', written)) and not written.lstrip().startswith("#"):
                source.tell(Mark(line, 1, str(file.path) if number else ""), "advice_hash")
