"""The portal's own user: where we are root and it exists, a hijacked portal reads no key of the office."""

import os
import pwd
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from shared.casework import installation
from shared.cli.keeping import PASSPHRASE
from shared.cli.output import message
from shared.language.wording import say
from shared.settings import Settings

NAME = "madoguchi-front"
OFFICES_OWN = (
    "MADOGUCHI_OFFICE_URL",
    "MADOGUCHI_OFFICE_VAR",
    "MADOGUCHI_KEYS",
    "MADOGUCHI_CATALOGUE",
    "MADOGUCHI_STAFF_PASSWORD",
    PASSPHRASE,
)


def ready(settings: Settings) -> str | None:
    """Its name, once all that it needs is its own; None (and said why) where the portal runs as who we are."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _stay_together(settings, "no_front_user")
        return None
    shared_var = settings.front_var.parent == settings.office_var.parent
    ours = settings.front_var.parent if shared_var else settings.front_var
    read = (Path(sys.executable), Path(__file__))
    if not all(_may_read(entry.pw_uid, path) for path in read) or not _may_walk(entry.pw_uid, ours.parents):
        _stay_together(settings, "front_user_blocked")
        return None
    settings.blobs.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chown(settings.front_var, entry.pw_uid, entry.pw_gid)
    installation.hand_to_front(settings)
    if shared_var:
        ours.chmod(0o711)  # walked through; what lies beside front/ stays 0700
    return NAME


def _stay_together(settings: Settings, why: str) -> None:
    message(say(f"cli.{why}", "ja", user=NAME))
    os.chown(settings.front_var, os.geteuid(), os.getegid())  # `doctor` sees by the owner that the two are not apart


def environment(name: str, environ: Mapping[str, str]) -> dict[str, str]:
    """What the portal finds in its environment: a home of its own, and nothing that opens the office."""
    kept = {key: value for key, value in environ.items() if key not in OFFICES_OWN}
    return {**kept, "HOME": pwd.getpwnam(name).pw_dir, "USER": name, "LOGNAME": name}


def _may_read(uid: int, path: Path) -> bool:
    real = path.resolve()
    return _may_walk(uid, real.parents) and bool(real.stat().st_mode & 0o004 or real.stat().st_uid == uid)


def _may_walk(uid: int, folders: Iterable[Path]) -> bool:
    """Whether another user may go through all of them."""
    return all(one.stat().st_mode & 0o001 or one.stat().st_uid == uid for one in folders)
