"""番号利用事務の窓: how a door asks the number zone to open one My Number, without holding its key or its code.

The zone is a process of its own (`python -m shared.cli.number_zone`), started for one request.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from shared.errors import CaseError, StoreUnavailable

ZONE = "shared.cli.number_zone"
PATIENCE = 30.0  # seconds; the zone starts anew for each request, which takes about two

log = logging.getLogger("madoguchi.number_window")


@dataclass(frozen=True, repr=False)
class Request:
    """Which number, why, and who asks: `password` is typed again for this one deed."""

    reference: str
    question: str
    reason: str
    staff: str
    password: str


def number_of(request: Request, environ: Mapping[str, str] | None = None) -> str:
    """The 12 digits; show them, and keep them nowhere. The opening is in the trail when this returns.

    Raises CaseError with the code of what was refused (numbers.see, staff.confirmed), and StoreUnavailable
    ("number_zone_away") where the zone does not answer.
    """
    answer = _asked(json.dumps(asdict(request)), dict(os.environ if environ is None else environ))
    if "number" in answer:
        return str(answer["number"])
    raise CaseError(answer["error"]["code"], **answer["error"]["params"])


def _asked(request: str, environ: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", ZONE]
    try:
        done = subprocess.run(
            command, input=request, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        log.error("the number zone does not answer: %s", type(error).__name__)  # never its output
        raise StoreUnavailable("number_zone_away") from None
    return answer
