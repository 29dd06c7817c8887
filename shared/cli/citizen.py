"""`madoguchi status` and `verify`: what the citizen's code and receipt say."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from shared.casework import afterwards, cases
from shared.casework.cases import Case
from shared.casework.opened import open_case
from shared.catalogue import catalogue as catalogues
from shared.catalogue.procedure import asked_hash
from shared.cli import rooms
from shared.cli.output import REFUSED, answer, as_json, refusing
from shared.errors import CatalogueError, SettingsError, SubmissionNotFound
from shared.language import clock
from shared.language.dates import show_instant
from shared.language.wording import say, without_ruby
from shared.records.derivation import answers_digest
from shared.records.proof import Proof, read_proof
from shared.records.reference import show_reference
from shared.records.sealing import PublicKeys
from shared.settings import Settings, read_settings

GENUINE = ("office", "front")


@click.command()
@click.argument("code")
@as_json
@refusing
def status(code: str, as_json: bool) -> None:
    """What the code shows: where the case stands and what comes next. Nothing that needs the fact."""
    case = cases.case_by_code(rooms.front(read_settings()), code)
    answer(status_of(case), as_json, "\n".join(_said(case)))


@click.command()
@click.argument("text")
@click.option(
    "--public", type=click.Path(exists=True, path_type=Path), help="public.json of the city; default: this machine's."
)
@click.option("--look-up", is_flag=True, help="Also ask the office's store: is it filed, and with these answers?")
@as_json
@refusing
def verify(text: str, public: Path | None, look_up: bool, as_json: bool) -> None:
    """Whether a receipt is genuine: TEXT is what its QR holds. Works with the public key alone, offline."""
    settings = read_settings()
    proof = read_proof(text, _public(settings, public))
    report = proof_of(settings, proof)
    if look_up and proof.verdict != "forged":
        report["filed"] = _filed(settings, proof)
    words = say(f"cli.verdict_{proof.verdict}")
    line = f"{words}  {show_reference(proof.reference)}" if proof.reference else words
    answer(report, as_json, line)
    if proof.verdict not in GENUINE:
        sys.exit(REFUSED)


def status_of(case: Case) -> dict[str, Any]:
    """What `status --json` answers."""
    if case.front is None:
        draft = case.draft
        assert draft is not None
        return {
            "reference": case.reference,
            "status": "draft",
            "procedure": draft.procedure_id,
            "saved_at": draft.saved_at.isoformat(),
            "expires_on": case.row.expires_on.isoformat(),
            "next_step": case.next_step("citizen"),
            "happened": [],
        }
    progress, front = afterwards.progress(case), case.front
    return {
        "reference": case.reference,
        "status": progress.status.value,
        "procedure": None if front.sensitive else front.procedure_id,
        "channel": front.channel,
        "received_at": front.received_at.isoformat() if front.received_at else None,
        "due_on": progress.due_on.isoformat() if progress.due_on else None,
        "register_number": progress.register_number or None,
        "waits_for": progress.waits_for,
        "expires_on": case.row.expires_on.isoformat(),
        "questions": list(progress.asked_back),
        "happened": [{"at": h.at.isoformat(), "what": h.key} for h in progress.happened],
        "complete": not progress.gap,
    }


def _said(case: Case) -> Iterator[str]:
    """The same in words, by the clocks of Japan."""
    if case.front is None:
        yield f"{show_reference(case.reference)}  draft"
        return
    progress = afterwards.progress(case)
    yield f"{show_reference(case.reference)}  {without_ruby(say(f'web.status.is_{progress.status.value}'))}"
    for one in progress.happened:
        yield f"  {show_instant(one.at, 'ja')}  {without_ruby(say(f'web.line.{one.key}'))}"
    for key in progress.coming:
        yield f"  {without_ruby(say(f'web.line.{key}'))}"


def proof_of(settings: Settings, proof: Proof) -> dict[str, Any]:
    """What `verify --json` answers. It vouches for number and time, not for printed answers."""
    return {
        "ok": proof.verdict in GENUINE,
        "verdict": proof.verdict,
        "reference": proof.reference or None,
        "received_at": proof.at.isoformat() if proof.at else None,
        "procedure": _procedure(settings, proof),
        "key_id": proof.key_id or None,
    }


def _procedure(settings: Settings, proof: Proof) -> str | None:
    """The id, where the catalogue of here and now still asks it in the same way."""
    try:
        procedures = catalogues.load(settings.catalogue, *settings.sides).procedures
    except (CatalogueError, OSError):
        return None
    today = clock.today()
    found = (p.id for p in procedures if asked_hash(p.as_asked(today))[:4] == proof.procedure4)
    return next(found, None)


def _public(settings: Settings, given: Path | None) -> PublicKeys:
    places = [given] if given else [settings.front_keys / "public.json", settings.office_keys / "public.json"]
    for place in places:
        if place.exists():
            return PublicKeys.from_bytes(place.read_bytes())
    raise SettingsError("key_missing", file="public.json")


def _filed(settings: Settings, proof: Proof) -> dict[str, Any]:
    office = rooms.office(settings)
    try:
        case = open_case(office, proof.reference)
    except SubmissionNotFound:
        return {"filed": False}
    same = answers_digest(case.body.root, case.body.answers)[:8] == proof.digest8
    return {"filed": True, "register_number": case.submission.register_number, "same_answers": same}
