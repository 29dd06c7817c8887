"""`python -m shared.cli.number_zone`: the number zone as the doors reach it (casework/number_window.py).

One request as JSON on standard input, one answer on standard output, then the process is over: the number key and
the number are in its memory only. Nothing of a request stands in the process list, in a file or in a log.

    {"reference", "question", "reason", "staff", "password"} → {"number"} or {"error": {"code", "params"}}
"""

import json
import sys

from shared.casework import numbers, staff
from shared.casework.numbers import Asking
from shared.casework.office import open_office
from shared.errors import MadoguchiError
from shared.settings import read_settings


def answered(request: dict[str, str]) -> dict[str, object]:
    """What the zone says to one request."""
    try:
        office = open_office(read_settings())
        actor = staff.confirmed(office, request["staff"], request["password"])
        asking = Asking(request["reference"], request["question"], request["reason"])
        return {"number": numbers.see(office, actor, asking)}
    except MadoguchiError as refused:
        return {"error": {"code": refused.code, "params": refused.params}}


if __name__ == "__main__":
    json.dump(answered(json.load(sys.stdin)), sys.stdout, ensure_ascii=False, default=str)
