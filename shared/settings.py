"""What the environment tells us, read once, typed. Names are listed in docs/operating.md."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from shared.errors import SettingsError

LONGEST_BASE_URL = 61  # characters; a longer one makes the proof's QR larger than version 8-M (OBJECTS.md)

PRACTICE = "MADOGUCHI_PRACTICE"  # made up, in a folder of its own: one of the two words
TRAINING, REHEARSAL = "yes", "rehearsal"  # 研修 on sample people; ためし of a catalogue, on any day
PRACTICE_MARK = "PRACTICE"  # the file that marks such a folder
# Each of these could lead out of the practice folder.
_LEADING_OUT = (
    "MADOGUCHI_FRONT_VAR",
    "MADOGUCHI_OFFICE_VAR",
    "MADOGUCHI_OFFICE_URL",
    "MADOGUCHI_LETTERBOX_URL",
    "MADOGUCHI_KEYS",
    "MADOGUCHI_BLOBS",
    "MADOGUCHI_PRINTERS",
    "MADOGUCHI_CARD_ISSUER",
)

# Who signs people in by their My Number card: all three, or none of them (docs/operating.md).
CARD_ISSUER, CARD_CLIENT, CARD_KEY = "MADOGUCHI_CARD_ISSUER", "MADOGUCHI_CARD_CLIENT", "MADOGUCHI_CARD_KEY"
_THIS_MACHINE = ("localhost", "127.0.0.1")

PRINTER_NAME = re.compile(r"[^\W_][\w.・-]{0,19}")  # as staff read it on a button
PRINTER_OPTIONS = {"escpos": {"status"}, "file": set[str](), "cups": {"paper"}}
ESCPOS_PORT = 9100

Devices = Literal["", "enrolled", "any"]
_DEVICES: dict[str, Devices] = {"": "", "enrolled": "enrolled", "any": "any"}


@dataclass(frozen=True)
class PrinterAddress:
    """One printer of MADOGUCHI_PRINTERS. `place` is a host (escpos), a path (file) or a queue (cups)."""

    name: str
    kind: Literal["escpos", "file", "cups"]
    place: str
    port: int = 0
    paper: Literal["80mm", "a4"] = "80mm"
    tells: bool = True  # escpos: answers when asked for its state


@dataclass(frozen=True)
class CardIssuer:
    """Who signs people in by their My Number card. `address`: the issuer as it calls itself; `key`: our own, PEM."""

    address: str
    client_id: str
    key: Path


@dataclass(frozen=True)
class Settings:
    """Where things are. Paths may not exist yet; `None` URLs mean the embedded SQLite file."""

    front_var: Path
    office_var: Path
    number_var: Path
    office_url: str
    letterbox_url: str
    front_keys: Path
    office_keys: Path
    blobs: Path
    office_blobs: Path
    catalogue: Path
    base_url: str
    trusted_proxies: tuple[str, ...]
    log_level: str
    metrics_token: str
    printers: tuple[PrinterAddress, ...] = ()  # the first is the one for receipts
    devices: Devices = ""  # which may open the kiosk; "": as it listens (casework.devices)
    card_issuer: CardIssuer | None = None  # None: signing in by card is not offered
    practice: bool = False  # everything lies below one marked folder and is made up
    rehearsal: Path | None = None  # that folder, where it is there to try out a catalogue (casework.rehearsal)

    @property
    def sides(self) -> tuple[Path, Path]:
        """The folders of both sides: a command that either may call finds its own among them."""
        return self.office_var, self.front_var


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `environ` (default: the process's). Raises SettingsError with the name of what is wrong."""
    env = os.environ if environ is None else environ
    var = Path(env.get("MADOGUCHI_VAR") or "var").absolute()
    front = Path(env.get("MADOGUCHI_FRONT_VAR") or var / "front").absolute()
    office = Path(env.get("MADOGUCHI_OFFICE_VAR") or var / "office").absolute()
    keys = env.get("MADOGUCHI_KEYS")
    return Settings(
        front_var=front,
        office_var=office,
        number_var=var / "number",
        office_url=env.get("MADOGUCHI_OFFICE_URL") or f"sqlite:///{office / 'office.db'}",
        letterbox_url=env.get("MADOGUCHI_LETTERBOX_URL") or f"sqlite:///{front / 'letterbox.db'}",
        front_keys=front / "keys",
        office_keys=Path(keys).absolute() if keys else office / "keys",
        blobs=Path(env.get("MADOGUCHI_BLOBS") or front / "blobs").absolute(),
        office_blobs=office / "blobs",
        catalogue=Path(env.get("MADOGUCHI_CATALOGUE") or _shipped_catalogue()).absolute(),
        base_url=_base_url(env.get("MADOGUCHI_BASE_URL") or "http://localhost:8501"),
        trusted_proxies=tuple(filter(None, env.get("MADOGUCHI_TRUSTED_PROXIES", "").replace(" ", "").split(","))),
        log_level=(env.get("MADOGUCHI_LOG") or "INFO").upper(),
        metrics_token=env.get("MADOGUCHI_METRICS_TOKEN", ""),
        printers=_printers(env.get("MADOGUCHI_PRINTERS", "")),
        devices=_devices(env.get("MADOGUCHI_DEVICES", "")),
        card_issuer=_card_issuer(env),
        practice=_practice(env, var),
        rehearsal=var if env.get(PRACTICE) == REHEARSAL else None,
    )


def _card_issuer(env: Mapping[str, str]) -> CardIssuer | None:
    given = {name: env.get(name, "").strip() for name in (CARD_ISSUER, CARD_CLIENT, CARD_KEY)}
    if not any(given.values()):
        return None
    lacking = next((name for name, value in given.items() if not value), None)
    if lacking is not None:
        raise SettingsError("card_issuer_lacks", name=lacking)
    address = urlsplit(given[CARD_ISSUER])
    plain = address.scheme == "http" and address.hostname in _THIS_MACHINE
    if not (address.scheme == "https" or plain) or not address.hostname or address.query or address.fragment:
        raise SettingsError("card_issuer_address", name=CARD_ISSUER)
    return CardIssuer(given[CARD_ISSUER], given[CARD_CLIENT], Path(given[CARD_KEY]).absolute())


def _practice(env: Mapping[str, str], var: Path) -> bool:
    """Whether this is practice. A marked folder is opened by practice alone, and practice opens nothing else."""
    wanted, marked = env.get(PRACTICE) in (TRAINING, REHEARSAL), (var / PRACTICE_MARK).exists()
    if wanted != marked:
        raise SettingsError("practice_folder", folder=str(var))
    for name in _LEADING_OUT if wanted else ():
        if env.get(name):
            raise SettingsError("practice_apart", name=name)
    return wanted


def _devices(word: str) -> Devices:
    if word not in _DEVICES:
        raise SettingsError("devices_word")
    return _DEVICES[word]


def _shipped_catalogue() -> Path:
    """procedures.yaml in the working folder, else beside the packages, else inside the wheel."""
    beside = Path(__file__).resolve().parent.parent / "procedures.yaml"
    for candidate in (Path("procedures.yaml"), beside):
        if candidate.exists():
            return candidate
    return Path(__file__).resolve().parent / "procedures.yaml"


def _base_url(url: str) -> str:
    tidy = url.rstrip("/")
    if len(tidy) > LONGEST_BASE_URL or not tidy.lower().startswith(("http://", "https://")):
        raise SettingsError("base_url", longest=LONGEST_BASE_URL)
    return tidy


def _printers(text: str) -> tuple[PrinterAddress, ...]:
    """`NAME=URL`, parted by blanks or commas. Raises SettingsError naming the part that cannot be used."""
    found = tuple(_printer(part) for part in re.split(r"[\s,]+", text) if part)
    names = [printer.name for printer in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SettingsError("printer_twice", name=twice)
    return found


def _printer(part: str) -> PrinterAddress:
    name, _, url = part.partition("=")
    if not PRINTER_NAME.fullmatch(name):
        raise SettingsError("printer_name", part=part)
    try:
        address = urlsplit(url)
        port = address.port
        options = dict(parse_qsl(address.query, keep_blank_values=True, strict_parsing=bool(address.query)))
    except ValueError:
        raise SettingsError("printer_url", part=part) from None
    if not set(options) <= PRINTER_OPTIONS.get(address.scheme, set()) or address.fragment or address.username:
        raise SettingsError("printer_url", part=part)
    printer = _printer_at(name, address, port, options)
    if printer is None:
        raise SettingsError("printer_url", part=part)
    return printer


def _printer_at(name: str, address: SplitResult, port: int | None, options: Mapping[str, str]) -> PrinterAddress | None:
    """The printer, None where its address or an option is none."""
    host, path = address.hostname or "", unquote(address.path)
    tells, paper = options.get("status", "yes"), options.get("paper", "a4")
    if address.scheme == "escpos" and host and path in ("", "/") and tells in ("yes", "no"):
        return PrinterAddress(name, "escpos", host, port or ESCPOS_PORT, tells=tells == "yes")
    if address.scheme == "file" and not address.netloc and path.startswith("/") and path != "/":
        return PrinterAddress(name, "file", path, tells=False)
    queue = address.netloc
    if address.scheme == "cups" and re.fullmatch(r"[A-Za-z0-9_][\w.-]*", queue) and path in ("", "/"):
        if paper == "a4":
            return PrinterAddress(name, "cups", queue, paper="a4")
        if paper == "80mm":
            return PrinterAddress(name, "cups", queue, paper="80mm")
    return None
