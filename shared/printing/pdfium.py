"""PDFium draws for one thread at a time: whoever opens a PDF with it holds `LOCK`."""

from threading import Lock
from typing import Final

LOCK: Final = Lock()
