import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_records import NOW, Installation, install

from shared.errors import SettingsError
from shared.records import keyring
from shared.records.key_files import made_whole, make_folder, numbered, read_key, write_key

SECRET = bytes(range(32))


def _missing(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _for_the_group(path: Path) -> None:
    path.chmod(0o640)


def _for_everybody(path: Path) -> None:
    path.chmod(0o604)


def _default(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _open_folder(path: Path) -> None:
    path.parent.chmod(0o750)


Spoil = Callable[[Path], None]
CASES: list[tuple[Spoil, str]] = [
    (_missing, "key_missing"),
    (_empty, "key_empty"),
    (_short, "key_wrong_size"),
    (_for_the_group, "key_readable_by_others"),
    (_for_everybody, "key_readable_by_others"),
    (_default, "key_default"),
    (_open_folder, "key_folder_open"),
]


@pytest.mark.requirement("CR-4")
@pytest.mark.parametrize(("spoil", "code"), CASES)
@pytest.mark.parametrize("file", ["root.key", "vault-1.key", "index.key", "office-1.key", "salt"])
def test_the_office_does_not_start_with_such_a_key(  # CR-4
    installation: Installation, file: str, spoil: Spoil, code: str
) -> None:
    spoil(installation.office / file)
    with pytest.raises(SettingsError) as refused:
        keyring.load_office_keys(installation.office, NOW)
    assert refused.value.code == code


@pytest.mark.requirement("CR-4")
@pytest.mark.parametrize(("spoil", "code"), CASES)
def test_the_front_does_not_start_with_such_a_key(installation: Installation, spoil: Spoil, code: str) -> None:  # CR-4
    spoil(installation.front / "salt")
    with pytest.raises(SettingsError) as refused:
        keyring.load_front_keys(installation.front, NOW)
    assert refused.value.code == code


@pytest.mark.requirement("CR-4")
@pytest.mark.parametrize(("spoil", "code"), CASES)
def test_the_number_zone_does_not_start_with_such_a_key(
    installation: Installation, spoil: Spoil, code: str
) -> None:  # CR-4
    spoil(installation.number / "number-1.key")
    with pytest.raises(SettingsError) as refused:
        keyring.load_number_keys(installation.number)
    assert refused.value.code == code


def test_a_refusal_names_the_file_and_never_the_key(installation: Installation) -> None:
    path = installation.office / "vault-1.key"
    path.chmod(0o644)
    with pytest.raises(SettingsError) as refused:
        keyring.load_office_keys(installation.office, NOW)
    assert refused.value.params == {"file": "vault-1.key"}


def test_all_keys_are_their_owners_alone(city: Installation) -> None:
    folders = [city.front, city.office, city.number]
    files = [path for folder in folders for path in folder.iterdir()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (*folders, city.office.parent)} == {0o700}


def test_a_key_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    make_folder(folder)
    write_key(folder / "a.key", SECRET)
    with pytest.raises(SettingsError) as refused:
        write_key(folder / "a.key", bytes(reversed(SECRET)))
    assert (refused.value.code, read_key(folder / "a.key", 32)) == ("key_exists", SECRET)


def test_numbered_files_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("vault-10.key", "vault-2.key", "vault-x.key", "vault-3.pub", "xvault-1.key"):
        (tmp_path / name).touch()
    assert list(numbered(tmp_path, "vault", "key")) == [2, 10]


def test_keys_are_made_whole_or_not_at_all(tmp_path: Path) -> None:
    """A process that dies while it makes keys leaves a folder that the next start makes anew."""
    dying = (
        "import os, sys; from pathlib import Path\n"
        "from shared.records.key_files import made_whole, write_key\n"
        "with made_whole(Path(sys.argv[1])) as making:\n"
        "    write_key(making / 'root.key', bytes(range(32))); os._exit(9)\n"
    )
    folder = tmp_path / "office" / "keys"
    folder.parent.mkdir(mode=0o700)
    done = subprocess.run([sys.executable, "-c", dying, str(folder)], check=False, cwd=os.getcwd())
    assert (done.returncode, folder.exists()) == (9, False)
    assert sorted(path.name for path in install(tmp_path).office.iterdir()) == [
        "index.key",
        "number-1.pub",
        "office-1.key",
        "public.json",
        "recovery-1.pub",
        "root.key",
        "salt",
        "signing-1.json",
        "vault-1.key",
    ]


def test_an_empty_folder_that_was_prepared_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    with made_whole(folder) as making:
        write_key(making / "a.key", SECRET)
    assert read_key(folder / "a.key", 32) == SECRET
