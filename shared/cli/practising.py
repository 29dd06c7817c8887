"""`serve --practice`: a house for practice, made anew in a temporary folder and gone at the end."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.casework import applying, installation, practice, receiving, sending
from shared.casework.cases import Case
from shared.casework.office import OfficeSide, open_office
from shared.casework.sides import FrontSide, open_front
from shared.cli import sample_cases
from shared.records import keyring
from shared.settings import read_settings

# exercise → (procedure, sample, whether it was sent from home already)
_BROUGHT = {
    "code": ("jido-teate-nintei", "newborn", False),
    "mistake": ("shotoku-kazei-shomei", "self", True),
    "review": ("juminhyo-copy", "self-by-post", True),
}


@contextmanager
def house(tell: Callable[[str], object]) -> Iterator[dict[str, str]]:
    """The environment of a practice kiosk whose house stands; `tell` is given the accounts."""
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-practice-"))
    try:
        environ = practice.environment(os.environ, folder)
        furnish(folder, environ, tell)
        yield environ
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def furnish(folder: Path, environ: dict[str, str], tell: Callable[[str], object]) -> OfficeSide:
    """Keys, stores, accounts and sample people. The recovery key is of no use here and is not shown."""
    practice.mark_folder(folder)
    settings = read_settings(environ)
    installation.prepare(settings)
    front, office = open_front(settings), open_office(settings)
    sample_cases.add_accounts(office, tell)
    practice.put_props(office, _props(front, office))
    return office


def _props(front: FrontSide, office: OfficeSide) -> dict[str, dict[str, str]]:
    served = office.catalogue().procedures.ids
    found = {}
    for exercise, (procedure, sample, sent) in _BROUGHT.items():
        if procedure in served:
            case = _written_at_home(front, procedure, sample, sent=sent)
            found[exercise] = {"reference": case.reference, "code": case.code}
    receiving.receive(office, keyring.load_opening_keys(office.settings.office_keys))
    return found


def _written_at_home(front: FrontSide, procedure: str, sample: str, *, sent: bool) -> Case:
    raw = json.loads((sample_cases.FOLDER / f"{procedure}.{sample}.json").read_text(encoding="utf-8"))
    case = applying.answer_all(front, applying.start(front, procedure, "online"), raw, "citizen")
    return sending.submit(front, case) if sent else case
