"""What the operator and /readyz must know: does everything work, and what is to be done."""

import os
import pwd
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shared.casework import catalogue_out, devices
from shared.casework.office import OfficeSide, open_office
from shared.catalogue import catalogue as catalogues
from shared.catalogue import serving
from shared.errors import CatalogueError, EditionRefused, KeepingError, MadoguchiError
from shared.language import clock
from shared.printing import fonts
from shared.printing.printers import printer as printers
from shared.records.store import upkeep
from shared.settings import PrinterAddress, Settings

State = Literal["ok", "warn", "bad"]
LEAST_FREE = 500 * 2**20
FRONT_USER = "madoguchi-front"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. Words: `cli.doctor_<name>_<state>` in the wording files, with `params`."""

    name: str
    state: State
    params: dict[str, object]


def rehearsed(office: OfficeSide) -> bool:
    """Whether a restore has been rehearsed; until then staff are warned."""
    return office.store.read(upkeep.last_rehearsal) is not None


def warnings(office: OfficeSide) -> list[str]:
    """Codes of what is to be done, for /readyz: nothing of it stops the work. Raises nothing of ours."""
    try:
        unopened = bool(office.store.read(upkeep.unopened))
        found = {"restore_not_rehearsed": not rehearsed(office), "envelopes_unopened": unopened}
        found["catalogue_refused"] = bool(serving.refused(office.settings.catalogue))
    except KeepingError:
        return ["store_away"]
    return [*(code for code, true in found.items() if true), *_outward_code(office)]


def _outward_code(office: OfficeSide) -> list[str]:
    """What is wrong with the catalogue that portals are given."""
    try:
        catalogue_out.standing(office.settings, office.keys.get(), office.letterbox.remote)
    except EditionRefused as refused:
        return [refused.code]
    except KeepingError:  # that the letterbox is away is told elsewhere
        return []
    return []


def examine(settings: Settings) -> list[Finding]:
    """Everything, in the order in which it is mended. Never raises for what it finds."""
    findings = [_catalogue(settings), _fonts(), _room(settings), _user(settings), *_printers(settings)]
    try:
        office = open_office(settings)
    except MadoguchiError as error:
        return [*findings, Finding("office", "bad", {"code": error.code})]
    findings.append(Finding("office", "ok", {}))
    for look in (_devices, _letterbox, _outward, _unopened, _outbox, _rehearsal):
        findings.append(_safely(look, office))
    return findings


def _safely(look: Callable[[OfficeSide], Finding], office: OfficeSide) -> Finding:
    try:
        return look(office)
    except KeepingError as error:
        return Finding(look.__name__.strip("_"), "bad", {"code": error.code})


def _catalogue(settings: Settings) -> Finding:
    try:
        count = len(catalogues.load(settings.catalogue, *settings.sides).procedures)
    except CatalogueError as broken:
        return Finding("catalogue", "bad", {"count": len(broken.problems)})
    return Finding("catalogue", "ok", {"count": count})


def _fonts() -> Finding:
    wanted = (*fonts.FILES.values(), fonts.NAMES_FILE)
    missing = [name for name in wanted if fonts.found_file(name) is None]
    return Finding("fonts", "bad" if missing else "ok", {"files": " ".join(missing)})


def _room(settings: Settings) -> Finding:
    free = min(shutil.disk_usage(_standing(path)).free for path in (settings.front_var, settings.office_var))
    return Finding("room", "ok" if free > LEAST_FREE else "bad", {"megabytes": free // 2**20})


def _standing(path: Path) -> Path:
    """The path, or the nearest folder above that is there already."""
    return path if path.exists() else _standing(path.parent)


def _user(settings: Settings) -> Finding:
    """One machine and one user protect against theft of data only."""
    apart = settings.front_var.exists() and settings.front_var.stat().st_uid != settings.office_var.stat().st_uid
    narrow = all(
        not stat.S_IMODE(path.stat().st_mode) & 0o077
        for path in (settings.front_var, settings.office_var)
        if path.exists()
    )
    if not narrow:
        return Finding("user", "bad", {})
    return Finding("user", "ok" if apart else "warn", {"user": pwd.getpwuid(os.geteuid()).pw_name})


def _printers(settings: Settings) -> list[Finding]:
    return [_printer(address) for address in settings.printers]


def _printer(address: PrinterAddress) -> Finding:
    """One that cannot be asked is looked for only: whether it has paper, people see."""
    state = printers.state(address)
    named: dict[str, object] = {"printer": address.name}
    if state.trouble:
        return Finding("printer", "bad", {**named, "code": state.trouble})
    if not state.known:
        return Finding("printer_unasked", "ok", named)
    return Finding("printer", "warn" if state.paper_low else "ok", named)


def _devices(office: OfficeSide) -> Finding:
    """What the kiosk that started last asks of devices."""
    rule = devices.kept_rule(office)
    if rule is None:
        return Finding("devices_unasked", "ok", {})
    if rule != "enrolled":
        return Finding("devices_any", "ok" if rule == "any" else "warn", {})
    count = sum(one.enrolled for one in devices.listed(office))
    return Finding("devices", "ok" if count else "warn", {"count": count})


def _letterbox(office: OfficeSide) -> Finding:
    waiting, _since = office.letterbox.remote.backlog() if office.letterbox.remote else (0, None)
    return Finding("letterbox", "ok", {"count": waiting})


def _outward(office: OfficeSide) -> Finding:
    """The catalogue that portals are given."""
    try:
        head = catalogue_out.standing(office.settings, office.keys.get(), office.letterbox.remote)
    except EditionRefused as refused:
        return Finding("outward", "warn", {"code": refused.code})
    return Finding("outward", "ok", {"at": f"{clock.in_japan(head.published_at):%Y-%m-%d %H:%M}"})


def _unopened(office: OfficeSide) -> Finding:
    count = len(office.store.read(upkeep.unopened))
    return Finding("unopened", "bad" if count else "ok", {"count": count})


def _outbox(office: OfficeSide) -> Finding:
    waiting = office.letterbox.waiting_to_go()
    return Finding("outbox", "warn" if waiting else "ok", {"count": waiting})


def _rehearsal(office: OfficeSide) -> Finding:
    last = office.store.read(upkeep.last_rehearsal)
    if last is None:
        return Finding("rehearsal", "warn", {})
    return Finding("rehearsal", "ok", {"at": last.at.date().isoformat()})
