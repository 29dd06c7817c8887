"""Addresses of 手続の手入れ: `editing` names a page or the number of a proposal."""

from urllib.parse import urlencode

from kiosk.visit import Visit

LIST, PROCEDURE, FILE = "list", "procedure", "file"
WAYS = ("fee", "question", "sentence", "deadline", "lines")


def list_address() -> str:
    return f"/?editing={LIST}"


def proposal_address(number: int) -> str:
    return f"/?editing={number}"


def procedure_address(procedure: str, draft: int | None = None, way: str = "", line: int = 0) -> str:
    """One procedure, in a draft or for a new one; `line` counts within the procedure's own lines."""
    return _address(editing=PROCEDURE, procedure=procedure, draft=draft, way=way, line=line)


def file_address(name: str, draft: int | None = None) -> str:
    return _address(editing=FILE, file=name, draft=draft)


def number_in(visit: Visit, key: str) -> int | None:
    """A whole number of the address; None for anything else."""
    word = visit.query.get(key, "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None


def _address(**query: object) -> str:
    return f"/?{urlencode({name: value for name, value in query.items() if value})}"
