"""The address where several procedures are chosen to be written together. A guide hands its list over by it."""

from collections.abc import Sequence
from urllib.parse import urlencode

TOGETHER = "together"


def together_address(procedure_ids: Sequence[str] = (), event: str = "") -> str:
    """`procedure_ids`: chosen already, in this order; `event`: whose procedures are offered beside them."""
    query = {"list": TOGETHER, TOGETHER: ",".join(procedure_ids), "event": event}
    return f"/?{urlencode({name: value for name, value in query.items() if value}, safe=',')}"
