"""What the environment tells us, read once, typed. Names are listed in docs/operating.md."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.errors import SettingsError

LONGEST_BASE_URL = 61  # characters; a longer one makes the proof's QR larger than version 8-M (OBJECTS.md)


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
    )


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
