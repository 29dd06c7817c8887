"""Records that the tests of this room start from: one city, one citizen with a name that is hard to keep."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from shared.records import keyring, publishing
from shared.records.derivation import inside_key, locator_of, root_of
from shared.records.envelope import AskedProcedure, Body, Head, KeptFile, Kind
from shared.records.folder import FolderRow
from shared.records.person import ActedBy, Fact, Person, Role
from shared.records.recovery_key import RecoverySheet

NOW = datetime(2026, 11, 22, 5, 41, 7, tzinfo=UTC)
CODE = "7H3K9QWN2TCXM4R7"
SALT = bytes(range(16))
FACT = "19500401"
# 𠮷 outside the BMP, an IVS, U+FA19, a long vowel, a half: what a careless step would change
HARD_NAME = "\U00020bb7田 葛\U000e0100城\ufa19"
ASKED: dict[str, Any] = {"id": "juminhyo-copy", "title": {"ja": "住民票の写し"}}


@dataclass(frozen=True)
class Installation:
    """A city's keys on one machine, published."""

    front: Path
    office: Path
    number: Path
    sheet: RecoverySheet


def install(place: Path, now: datetime = NOW) -> Installation:
    front, office, number = place / "front" / "keys", place / "office" / "keys", place / "number" / "keys"
    keyring.make_front_keys(front, now)
    sheet = keyring.make_office_keys(office, number, now)
    assert sheet is not None
    made = Installation(front, office, number, sheet)
    republish(made, now)
    return made


def republish(made: Installation, now: datetime = NOW) -> None:
    data = publishing.publish(made.office, publishing.front_public(made.front, now), now)
    publishing.install_public(made.front, data)


def a_body(**changes: Any) -> Body:
    root = bytes(32)
    values: dict[str, Any] = {
        "procedure": AskedProcedure("juminhyo-copy", bytes(32), ASKED),
        "answers": {"name": HARD_NAME, "copies": 2, "note": "あ" * 800},
        "channel": "online",
        "actor": ActedBy(Role.APPLICANT),
        "applicant": Person(Role.APPLICANT, family="\U00020bb7田", given="葛\U000e0100城\ufa19", phone="0312345678"),
        "consent": {"share": "yes"},
        "k_in": bytes(range(32)),
        "fact": Fact("birth_date", FACT),
        "code": CODE,
        "root": root,
        "language": "ja",
        "started_at": NOW,
        "submitted_at": NOW,
        "agent": Person(Role.AGENT, family="山田", given="太郎", fact=Fact("own_word", "さくら")),
        "files": (KeptFile("proof", "ab" * 16, bytes(32), bytes(32), "image/png", 12, "免許.png"),),
    }
    return Body(**{**values, **changes})


def a_head(**changes: Any) -> Head:
    values: dict[str, Any] = {"id": "0f" * 16, "kind": Kind.APPLICATION, "reference": "A7K2M9QX4"}
    return Head(**{**values, **changes})


@dataclass(frozen=True)
class OpenFolder:
    """What follows from CODE and FACT; derived once, for it is slow on purpose."""

    root: bytes
    locator: bytes
    k_in: bytes

    def row(self, revision: int = 1, **parts: bytes) -> FolderRow:
        return FolderRow(self.locator, revision, date(2027, 12, 27), "birth_date", NOW, NOW, **parts)


def open_folder() -> OpenFolder:
    root = root_of(CODE, SALT)
    return OpenFolder(root, locator_of(root), inside_key(root, FACT))
