"""Who opens connections to elsewhere: each place is named here with whom it reaches, and nothing else can.

Databases (by SQLAlchemy, as the settings say) are the one other way out; what Streamlit would ask the internet never
reaches it (web/guard.py).
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from .project import ROOMS, ROOT, inside, modules, tree

WAYS_OUT = {
    *("socket", "ssl", "http.client", "urllib.request", "urllib3", "requests", "smtplib", "ftplib", "telnetlib"),
    *("httpx", "aiohttp", "xmlrpc.client", "asyncio.streams"),
    *("authlib.integrations",),  # its clients follow where they are pointed
}
REACHED = {
    "shared/casework/id_card/wire.py": "the issuer of card sign-ins, one host, where one is set",
    "shared/casework/receiving.py": "nobody: the name of this machine",
    "shared/cli/rehearsing.py": "nobody: asks this machine for two free ports",
    "shared/cli/serve.py": "its own doors' /healthz",
    "shared/printing/printers/network.py": "printers of the counter, where they are set",
}


def imported(path: Path) -> set[str]:
    """Full names of what a module imports, `from a import b` as a.b."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found


def leads_out(name: str) -> bool:
    return any(name == way or name.startswith(f"{way}.") for way in WAYS_OUT)


def test_connections_to_elsewhere_are_opened_in_these_places_only() -> None:
    found = {inside(path) for path in modules(*ROOMS) if any(leads_out(name) for name in imported(path))}

    assert found == set(REACHED)


@pytest.mark.parametrize("door", ["kiosk.app", "shared.cli.main"])
def test_the_office_side_has_not_even_the_way_to_the_cards_issuer(door: str) -> None:
    program = (
        f"import sys, {door}; print([one for one in sys.modules if one.startswith('authlib') or 'id_card.w' in one])"
    )
    seen = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert seen.stdout.strip() == "[]"
