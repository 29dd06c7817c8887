"""`madoguchi backup`, `restore` and `keys`: what must survive the machine."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from shared.casework import recovering
from shared.casework.installation import NUMBER_KEYS, publish, rebuild_office, send_out
from shared.cli import rooms
from shared.cli.output import answer, as_json, message, refuse, refusing
from shared.errors import CatalogueError, EditionRefused, SettingsError
from shared.language.wording import say
from shared.records import key_backup, keyring
from shared.records.backup.restoring import rehearse as rehearsing
from shared.records.backup.restoring import restore as restoring
from shared.records.backup.taking import Progress, no_progress
from shared.records.backup.taking import backup as taking
from shared.records.key_files import write_key
from shared.records.recovery_key import private_of
from shared.settings import Settings, read_settings

PASSPHRASE = "MADOGUCHI_PASSPHRASE"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@as_json
@refusing
def backup(folder: Path, as_json: bool) -> None:
    """Save both stores and the attachments into FOLDER, while people work. It holds ciphertext and no keys."""
    manifest = taking(read_settings(), folder, _progress())
    rows = sum(part.rows for store in manifest.stores.values() for part in store.tables)
    blobs = sum(store.blobs for store in manifest.stores.values())
    report = {
        "folder": str(folder),
        "rows": rows,
        "blobs": blobs,
        "needs_keys": list(manifest.needs),
        "missing": list(manifest.missing),
    }
    answer(report, as_json, say("cli.backup_done", "ja", folder=folder, rows=rows, blobs=blobs))


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rehearse", is_flag=True, help="Into a scratch folder, to see that it works; the house stays as it is.")
@as_json
@refusing
def restore(folder: Path, rehearse: bool, as_json: bool) -> None:
    """Fill empty stores from a backup. Names the keys it needs and stops without them."""
    settings = read_settings()
    if rehearse:
        done = rehearsing(folder, settings, _progress())
        report = {"rows": done.restored.rows, "opened": done.opened, "seconds": round(done.seconds, 1)}
        answer(report, as_json, say("cli.rehearsal_done", "ja", **report))
        return
    restored = restoring(folder, settings, _progress())
    with suppress(CatalogueError, EditionRefused, SettingsError):  # what is wrong with it, `doctor` says
        send_out(settings)
    report = {"rows": restored.rows, "blobs": restored.blobs, "waiting": restored.waiting}
    answer(report, as_json, say("cli.restore_done", "ja", **report))
    if restored.broken is not None:
        broken = restored.broken
        refuse(say("cli.trail_broken", "ja", section=broken.section, seq=broken.seq, why=broken.why))


@click.group()
def keys() -> None:
    """The keys of this installation."""


@keys.command("backup")
@click.argument("out", type=click.Path(path_type=Path))
@refusing
def backup_keys(out: Path) -> None:
    """Save all keys into one file under a passphrase: MADOGUCHI_PASSPHRASE, or typed twice."""
    settings = read_settings()
    sealed = key_backup.backup_keys(_key_folders(settings), _passphrase(confirm=True))
    write_key(out.absolute(), sealed)
    message(say("cli.keys_backed_up", "ja", file=out))


@keys.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@refusing
def restore_keys(source: Path) -> None:
    """Put the keys of a `keys backup` back where there are none."""
    settings = read_settings()
    files = key_backup.restore_keys(source.read_bytes(), _passphrase(confirm=False), _key_folders(settings))
    message(say("cli.keys_restored", "ja", count=len(files)))


@keys.command("recovery")
@click.option("--open", "opens", is_flag=True, help="Type the printed key and file what lies in the letterbox.")
@as_json
@refusing
def recovery(opens: bool, as_json: bool) -> None:
    """Print a new recovery key (the sheet is lost), or use the printed one with --open (the office's keys are lost)."""
    settings = read_settings()
    if not opens:
        rooms.set_up(settings)
        sheet = keyring.new_recovery_key(settings.office_keys)
        publish(settings)
        message(rooms.recovery_words(sheet))
        return
    secret = _secret()
    private_of(secret)  # a slip is told before anything is made
    renewed = rebuild_office(settings)
    if renewed is not None:
        message(rooms.recovery_words(renewed))
    done = recovering.recover(rooms.office(settings), secret)
    report = {"filed": done.filed, "waiting": done.waiting, "unopened": done.unopened}
    answer(report, as_json, say("cli.recovered", "ja", count=done.filed))


def _key_folders(settings: Settings) -> dict[str, Path]:
    return {
        "front": settings.front_keys,
        "office": settings.office_keys,
        "number": settings.number_var / NUMBER_KEYS,
    }


def _passphrase(*, confirm: bool) -> str:
    """From the environment, or typed; never an argument: those stand in the process list."""
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise SettingsError("passphrase_missing", name=PASSPHRASE)
    typed: str = click.prompt(say("cli.passphrase"), hide_input=True, confirmation_prompt=confirm, err=True)
    return typed


def _secret() -> str:
    """The three lines of the sheet, typed or from standard input."""
    if sys.stdin.isatty():
        typed: str = click.prompt(say("cli.recovery_lines"), hide_input=True, err=True)
        return typed
    return sys.stdin.read()


def _progress() -> Progress:
    """A line per part on a terminal; nothing into logs."""
    if not sys.stderr.isatty():
        return no_progress
    return lambda what, done, total: click.echo(f"\r{what} {done}/{total} ", nl=False, err=True)
