"""The two sides for commands. The very first command on a machine sets up the house, as `serve` does."""

from shared.casework import installation
from shared.casework.office import OfficeSide, open_office
from shared.casework.sides import FrontSide, open_front
from shared.cli.output import message
from shared.language.wording import say
from shared.records.recovery_key import LINE_LENGTH, RecoverySheet
from shared.settings import Settings

GROUP = 4


def front(settings: Settings) -> FrontSide:
    """The internet side. Raises SettingsError, StoreUnavailable."""
    set_up(settings)
    return open_front(settings)


def offering_front(settings: Settings) -> FrontSide:
    """The internet side, for what is begun from the catalogue. On the office's own machine it offers what the office
    serves now. Raises as `front`, and CatalogueError.
    """
    side = front(settings)
    if settings.office_keys.exists():
        installation.send_out(settings)
    return side


def office(settings: Settings) -> OfficeSide:
    """The office's side. Raises SettingsError, StoreUnavailable."""
    set_up(settings)
    return open_office(settings)


def set_up(settings: Settings) -> None:
    """Makes keys and stores where there is nothing at all yet, and prints the recovery key, once.

    Where there is something, nothing is made: a lost key file is named, never replaced silently.
    """
    if installation.is_new(settings):
        sheet = installation.prepare(settings)
        if sheet is not None:
            message(recovery_words(sheet))


def recovery_words(sheet: RecoverySheet) -> str:
    """The recovery key as it is printed once: numbered lines, and what to do with them."""
    lines = [sheet.secret[i : i + LINE_LENGTH] for i in range(0, len(sheet.secret), LINE_LENGTH)]
    shown = "\n".join(f"  {n}  {_grouped(line)}" for n, line in enumerate(lines, 1))
    return say("cli.recovery_sheet", "ja", key_id=sheet.key_id, fingerprint=sheet.fingerprint, lines=shown)


def _grouped(line: str) -> str:
    return " ".join(line[i : i + GROUP] for i in range(0, len(line), GROUP))
