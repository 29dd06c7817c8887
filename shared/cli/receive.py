"""`madoguchi receive`: pull what waits in the letterbox, and file it. The only command that opens envelopes."""

import logging
import signal
import threading
from datetime import timedelta
from types import FrameType

import click

from shared.casework import anchors, catalogue_out, installation, protected_list, receiving
from shared.casework.catalogue_out import CatalogueOut
from shared.casework.office import OfficeSide
from shared.casework.proposals import publication
from shared.casework.receiving import ALARM_AFTER, Received
from shared.cli import rooms
from shared.cli.output import answer, as_json, message, refuse, refusing
from shared.errors import KeepingError
from shared.language import clock
from shared.language.wording import say
from shared.records import keyring
from shared.records.store import outgoing, upkeep
from shared.settings import read_settings

EVERY = 2.0  # seconds between two pulls
DAILY = timedelta(hours=24)
LATER = timedelta(minutes=10)  # what could not be done daily because something was away is tried again

log = logging.getLogger("madoguchi.receive")


@click.command()
@click.option("--watch", is_flag=True, help="Go on until stopped.")
@as_json
@refusing
def receive(watch: bool, as_json: bool) -> None:
    """Pull and file what waits in the letterbox."""
    settings = read_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    office = rooms.office(settings)
    if watch:
        _watch(office)
        return
    done = receiving.receive(office, keyring.load_opening_keys(settings.office_keys), _progress)
    report = {"filed": done.filed, "waiting": done.waiting, "unopened": done.unopened}
    answer(report, as_json, say("cli.received", "ja", **report))
    if not done.leased:
        message(say("cli.receive_leased"))
    if done.unopened:
        rows = office.store.read(upkeep.unopened)
        lines = [f"{r.reference}  {r.received_at.isoformat()}  {r.why}  {' '.join(r.key_ids)}" for r in rows]
        refuse("\n".join([say("cli.unopened", "ja", count=len(rows)), *lines]))


def _watch(office: OfficeSide) -> None:
    """Every two seconds pulls and publishes what is due in the catalogue; once a day renews signing keys and sweeps."""
    stop = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        stop.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, end)
    threading.Thread(target=_send_out, args=(office, stop), name="catalogue out", daemon=True).start()
    sweep_at, alarmed = clock.now(), False
    while not stop.is_set():
        if clock.now() >= sweep_at:
            sweep_at = clock.now() + (DAILY if _daily_done(office) else LATER)
        try:
            publication.publish_due(office)
            done = receiving.receive(office, keyring.load_opening_keys(office.settings.office_keys))
            alarmed = _alarm(office, done, alarmed)
        except KeepingError as gone:
            log.warning("letterbox or store away: %s", gone.code)
        stop.wait(EVERY)


def _send_out(office: OfficeSide, stop: threading.Event) -> None:
    """The catalogue goes out as soon as it has changed, however much there is to file."""
    folder = office.settings.office_keys
    out = CatalogueOut(office.settings, lambda: keyring.load_office_keys(folder), office.letterbox.remote)
    while not stop.wait(catalogue_out.EVERY):
        try:
            out.follow()
        except KeepingError as gone:
            log.warning("the catalogue waits: %s", gone.code)
            stop.wait(catalogue_out.LETTERBOX_EVERY)
        except Exception:  # whatever it was, a corrected file must find this thread alive
            log.exception("the catalogue was not sent out")
            stop.wait(catalogue_out.LETTERBOX_EVERY)


def _daily_done(office: OfficeSide) -> bool:
    """Apart from pulling: where the letterbox is away, what the counter spooled is filed all the same."""
    try:
        _daily(office)
    except KeepingError as gone:
        log.warning("daily work waits: %s", gone.code)
        return False
    return True


def _daily(office: OfficeSide) -> None:
    installation.publish(office.settings)
    anchors.anchor_today(office)
    protected_list.sweep(office)
    office.store.run(outgoing.purge_mirror, clock.today())
    if office.letterbox.remote is not None:
        office.letterbox.remote.purge(clock.now())


def _alarm(office: OfficeSide, done: Received, alarmed: bool) -> bool:
    """Loud once, when something cannot be opened for 15 minutes."""
    old = (
        [r for r in office.store.read(upkeep.unopened) if clock.now() - r.received_at > ALARM_AFTER]
        if done.unopened
        else []
    )
    if old and not alarmed:
        log.error("%d envelopes cannot be opened; first: %s", len(old), old[0].reference)
    return bool(old)


def _progress(filed: int) -> None:
    message(f"… {filed}")
