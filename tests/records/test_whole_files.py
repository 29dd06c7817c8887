"""A file is there whole or not at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.whole_files import write_whole

TOO_LARGE = """
import resource, signal, sys
from pathlib import Path
from shared.whole_files import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path(sys.argv[1]), b"n" * 5000)
except OSError:
    sys.exit(3)
"""


def test_a_file_is_its_owners_only_and_replaces_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "one"
    for data in (b"first", b"", b"the last"):
        write_whole(path, data)
        assert path.read_bytes() == data
    assert (path.stat().st_mode & 0o777, [one.name for one in tmp_path.iterdir()]) == (0o600, ["one"])


def test_what_a_killed_process_left_beside_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / "one.part").write_bytes(b"half of something much longer")
    write_whole(tmp_path / "one", b"whole")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"one": b"whole"}


def test_a_link_that_lies_beside_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"of somebody else")
    (tmp_path / "one.part").symlink_to(other)
    write_whole(tmp_path / "one", b"whole")
    assert (other.read_bytes(), (tmp_path / "one").read_bytes()) == (b"of somebody else", b"whole")


def test_where_it_cannot_be_written_the_one_before_stays_and_nothing_lies_beside(tmp_path: Path) -> None:
    path = tmp_path / "one"
    write_whole(path, b"before")
    done = subprocess.run([sys.executable, "-c", TOO_LARGE, str(path)], check=False, timeout=60)
    assert (done.returncode, {one.name: one.read_bytes() for one in tmp_path.iterdir()}) == (3, {"one": b"before"})


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "one", b"x")
