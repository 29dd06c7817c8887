from pathlib import Path

import pytest
from sample_records import NOW, Installation, a_body, a_head

from shared.errors import CannotUnseal, SettingsError
from shared.records import keyring
from shared.records.key_backup import backup_keys, restore_keys
from shared.records.opening import open_envelope
from shared.records.sealing import seal_envelope

PASSPHRASE = "みずうみの夕日は七時です"


@pytest.fixture(scope="module")
def folders(city: Installation) -> dict[str, Path]:
    return {"front": city.front, "office": city.office, "number": city.number}


@pytest.fixture(scope="module")
def backup(folders: dict[str, Path]) -> bytes:
    return backup_keys(folders, PASSPHRASE)


def elsewhere(place: Path) -> dict[str, Path]:
    return {name: place / name / "keys" for name in ("front", "office", "number")}


def contents(folders: dict[str, Path]) -> dict[str, bytes]:
    return {f"{name}/{path.name}": path.read_bytes() for name, at in folders.items() for path in at.iterdir()}


def test_all_keys_come_back_as_they_were(folders: dict[str, Path], backup: bytes, tmp_path: Path) -> None:
    restored = elsewhere(tmp_path)
    names = restore_keys(backup, PASSPHRASE, restored)
    assert (contents(restored), set(names)) == (contents(folders), set(contents(folders)))
    assert {path.stat().st_mode & 0o777 for at in restored.values() for path in at.iterdir()} == {0o600}


def test_what_was_sealed_before_opens_with_restored_keys(
    folders: dict[str, Path], backup: bytes, tmp_path: Path
) -> None:
    envelope = seal_envelope(a_head(), a_body(), keyring.load_front_keys(folders["front"], NOW).public)
    restored = elsewhere(tmp_path)
    restore_keys(backup, PASSPHRASE, restored)
    assert open_envelope(envelope, keyring.load_opening_keys(restored["office"])) == a_body()
    assert keyring.load_office_keys(restored["office"], NOW).salt == (folders["front"] / "salt").read_bytes()


def test_only_the_places_asked_for_are_restored(backup: bytes, tmp_path: Path) -> None:
    names = restore_keys(backup, PASSPHRASE, {"number": tmp_path / "number"})
    assert (names, [path.name for path in tmp_path.iterdir()]) == (("number/number-1.key",), ["number"])


def test_the_file_shows_no_key(folders: dict[str, Path], backup: bytes) -> None:
    kept = contents(folders).values()
    assert [data for data in kept if data in backup or data.hex().encode() in backup] == []


def test_a_wrong_passphrase_opens_nothing(backup: bytes, tmp_path: Path) -> None:
    with pytest.raises(CannotUnseal) as refused:
        restore_keys(backup, PASSPHRASE + "。", elsewhere(tmp_path))
    assert (refused.value.code, list(tmp_path.iterdir())) == ("box_closed", [])


@pytest.mark.parametrize("place", [0, 20, 32, 33, 60, -1])
def test_a_changed_byte_is_noticed(backup: bytes, place: int, tmp_path: Path) -> None:
    changed = bytearray(backup)
    changed[place] ^= 1
    with pytest.raises(CannotUnseal):
        restore_keys(bytes(changed), PASSPHRASE, elsewhere(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"MADOGUCHI-KEYS-1", b"something else altogether, and long enough"])
def test_what_is_no_backup_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(CannotUnseal):
        restore_keys(data, PASSPHRASE, elsewhere(tmp_path))


def test_a_short_passphrase_is_refused(folders: dict[str, Path]) -> None:
    with pytest.raises(SettingsError) as refused:
        backup_keys(folders, "short")
    assert (refused.value.code, refused.value.params) == ("passphrase_short", {"least": 12})


def test_keys_that_are_there_are_never_overwritten(backup: bytes, installation: Installation, tmp_path: Path) -> None:
    before = contents({"office": installation.office})
    with pytest.raises(SettingsError) as refused:
        restore_keys(backup, PASSPHRASE, {"number": tmp_path / "new", "office": installation.office})
    assert (refused.value.code, (tmp_path / "new").exists()) == ("keys_exist", False)
    assert contents({"office": installation.office}) == before
