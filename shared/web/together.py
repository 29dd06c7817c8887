"""The addresses where several procedures are written together (一括): chosen at home, begun at the counter.

A guide hands its list over by them. They hold procedures alone, never an answer.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

TOGETHER = "together"


def together_address(procedure_ids: Sequence[str] = (), event: str = "") -> str:
    """At home. `procedure_ids`: chosen already, in this order; `event`: whose procedures are offered beside them."""
    query = {"list": TOGETHER, TOGETHER: ",".join(procedure_ids), "event": event}
    return f"/?{urlencode({name: value for name, value in query.items() if value}, safe=',')}"


def begun_address(procedure_ids: Sequence[str]) -> str:
    """At the counter: what is agreed to first, then one case for all of them."""
    return f"/?{urlencode({'start': ','.join(procedure_ids)}, safe=',')}"
