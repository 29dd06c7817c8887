"""What the operator and /readyz are told: what works, and what is to be done."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.casework import devices, health
from shared.casework.devices import Rule
from shared.errors import StoreUnavailable
from shared.language import clock as clock_module
from shared.language import wording
from shared.printing import fonts
from shared.records.store import upkeep
from shared.records.store.upkeep import Rehearsal, UnopenedRow
from shared.settings import Settings

from .fixtures import close
from .town import Town, letterbox_away, settings_in, store_away

NAMES = ["catalogue", "fonts", "room", "user", "office"]
NAMES += ["devices_unasked", "letterbox", "outward", "unopened", "outbox", "rehearsal"]
PARAMS = {"count": 3, "files": "x.ttf", "megabytes": 12, "user": "root", "code": "store_gone", "at": "2026-11-24"}


@pytest.fixture(autouse=True)
def let_go(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The office that is opened for a look is closed after the test."""
    opened = []
    real = health.open_office

    def opening(settings: Settings) -> object:
        opened.append(real(settings))
        return opened[-1]

    monkeypatch.setattr(health, "open_office", opening)
    yield
    for one in opened:
        close(one)


def states(settings: Settings) -> dict[str, str]:
    return {finding.name: finding.state for finding in health.examine(settings)}


def test_a_fresh_house_works_and_says_that_no_restore_was_rehearsed(town: Town) -> None:
    found = states(town.settings)

    assert list(found) == NAMES
    assert found.pop("user") in ("ok", "warn")  # whether the portal has a user of its own, is the machine's matter
    assert found == dict.fromkeys((name for name in NAMES if name != "user"), "ok") | {"rehearsal": "warn"}


def test_a_rehearsed_restore_ends_the_warning(town: Town) -> None:
    now = clock_module.now()
    before = (health.rehearsed(town.office), health.warnings(town.office))

    town.office.store.run(upkeep.add_rehearsal, Rehearsal(now, now - timedelta(hours=1), 100, 2))

    assert before == (False, ["restore_not_rehearsed"])
    assert (health.rehearsed(town.office), health.warnings(town.office)) == (True, [])
    assert states(town.settings)["rehearsal"] == "ok"


def test_envelopes_that_do_not_open_are_bad_and_counted(town: Town) -> None:
    now = clock_module.now()
    row = UnopenedRow("ab" * 16, "A7K2M9QX4", ("office-9",), now, now, "key_missing")
    town.office.store.run(upkeep.note_unopened, row)

    found = {finding.name: finding for finding in health.examine(town.settings)}["unopened"]

    assert (found.state, found.params) == ("bad", {"count": 1})
    assert "envelopes_unopened" in health.warnings(town.office)


def test_a_broken_catalogue_is_counted(town: Town, tmp_path: Path) -> None:
    broken = tmp_path / "procedures.yaml"
    broken.write_text("city: [\n", encoding="utf-8")

    found = health.examine(replace(town.settings, catalogue=broken))[0]

    assert (found.name, found.state, found.params["count"]) == ("catalogue", "bad", 1)


def test_missing_fonts_are_named(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "found_file", lambda name: None)

    found = {finding.name: finding for finding in health.examine(town.settings)}["fonts"]

    assert found.state == "bad"
    assert fonts.NAMES_FILE in str(found.params["files"]).split()


def test_folders_that_others_may_read_are_bad(town: Town) -> None:
    town.settings.office_var.chmod(0o750)
    try:
        assert states(town.settings)["user"] == "bad"
    finally:
        town.settings.office_var.chmod(0o700)


def test_too_little_room_is_bad(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 2**62)

    assert states(town.settings)["room"] == "bad"


def test_a_store_that_is_away_is_told_and_nothing_is_raised(town: Town) -> None:
    town.office.store.read(upkeep.last_rehearsal)
    with store_away(town):
        assert health.warnings(town.office) == ["store_away"]
    assert health.warnings(town.office) == ["restore_not_rehearsed"]


def test_what_waits_for_an_absent_letterbox_is_a_warning(town: Town) -> None:
    with letterbox_away(town):
        town.file()

    assert states(town.settings)["outbox"] == "warn"


@pytest.mark.requirement("KI-4")
@pytest.mark.parametrize(
    ("rule", "expected"),
    [("any", {"devices_any": "ok"}), ("any_network", {"devices_any": "warn"}), ("enrolled", {"devices": "warn"})],
)
def test_which_devices_the_kiosk_lets_in_is_said(town: Town, rule: Rule, expected: dict[str, str]) -> None:
    devices.keep_rule(town.office, rule, "https://madoguchi.example.lg.jp")
    found = states(town.settings)
    assert {name: state for name, state in found.items() if name.startswith("devices")} == expected
    devices.enrol(town.office, devices.offer(town.office, "記載台", "operator"))
    assert states(town.settings).get("devices", "ok") == "ok"


def test_keys_that_are_gone_are_told_by_their_code(town: Town) -> None:
    (town.settings.office_keys / "office-1.key").unlink()

    last = health.examine(town.settings)[-1]

    assert (last.name, last.state, last.params) == ("office", "bad", {"code": "key_missing"})


def test_before_the_first_start_everything_is_looked_at_all_the_same(tmp_path: Path) -> None:
    found = states(settings_in(tmp_path / "nothing"))

    assert found["office"] == "bad"


WORDS = [
    *((name, state) for name in ("catalogue", "fonts", "room", "office", "letterbox") for state in ("ok", "bad")),
    *(("devices_any", state) for state in ("ok", "warn")),
    ("devices_unasked", "ok"),
    *(
        (name, state)
        for name in ("user", "outbox", "outward", "rehearsal", "devices")
        for state in ("ok", "warn", "bad")
    ),
    *(("unopened", state) for state in ("ok", "bad")),
]


@pytest.mark.parametrize(("name", "state"), WORDS)
def test_every_state_that_can_be_found_has_words(name: str, state: str) -> None:
    assert wording.say(f"cli.doctor_{name}_{state}", **PARAMS)


def test_what_cannot_be_looked_at_is_said_by_its_code(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise StoreUnavailable("store_gone")

    for name in ("unopened", "last_rehearsal"):
        monkeypatch.setattr(upkeep, name, gone)

    found = {one.name: one for one in health.examine(town.settings)}

    assert [(found[name].state, found[name].params) for name in ("unopened", "rehearsal")] == [
        ("bad", {"code": "store_gone"})
    ] * 2
