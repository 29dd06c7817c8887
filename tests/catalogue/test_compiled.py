"""What is kept of the catalogue for the next process says the same, and is believed only where nothing has changed."""

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from shared.catalogue import catalogue as catalogues
from shared.catalogue import compiled
from shared.catalogue.catalogue import kept_catalogue, read_catalogue

from .samples import SHIPPED, SMALL

TEXT = SMALL.read_text(encoding="utf-8")
WITH_FILES = TEXT.replace("\nprocedures:", "\ninclude: [more/news.yaml]\n\nprocedures:", 1)
NEWS = """notices:
  - {id: closed, from: 2026-12-01, until: 2027-01-05, title: お休みのお知らせ}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """small.yaml with a file beside it."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "news.yaml").write_text(NEWS, encoding="utf-8")
    path = tmp_path / "procedures.yaml"
    path.write_text(WITH_FILES, encoding="utf-8")
    assert catalogues.check(path) == []
    return path


@pytest.fixture
def var(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    return folder


def kept_file(var: Path) -> Path:
    return next((var / compiled.FOLDER).iterdir())


def rewritten(file: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Another kept file, whole by its own digest."""
    rest = b"\n".join(change(file.read_bytes().split(b"\n")[1:]))
    file.write_bytes(sha256(rest).hexdigest().encode() + b"\n" + rest)


@pytest.mark.parametrize("file", [SMALL, SHIPPED], ids=["small", "shipped"])
def test_what_is_kept_says_the_same(file: Path, var: Path) -> None:
    read, kept = read_catalogue(file, var), kept_catalogue(file, var)

    assert read.catalogue and kept and kept.catalogue
    assert (kept.files, list(kept.catalogue.procedures)) == (read.files, list(read.catalogue.procedures))
    for part in vars(read.catalogue).keys() - {"procedures", "_sections"}:
        assert getattr(kept.catalogue, part) == getattr(read.catalogue, part)


def test_only_the_procedure_that_is_asked_for_is_made(path: Path, var: Path) -> None:
    read_catalogue(path, var)
    spoil = b"{}"  # cannot be made into a procedure
    rewritten(kept_file(var), lambda lines: [*lines[:-1], spoil])
    kept = kept_catalogue(path, var)

    assert kept and kept.catalogue and len(kept.catalogue.procedures) > 1
    procedures = kept.catalogue.procedures
    assert procedures.find(next(iter(procedures.ids))) is procedures[0]
    assert procedures.find("not-there") is None
    with pytest.raises(ValueError, match="Procedure"):
        kept.catalogue.procedures[-1]


@pytest.mark.parametrize("name", ["procedures.yaml", "more/news.yaml"])
def test_a_change_of_any_file_is_seen(path: Path, var: Path, name: str) -> None:
    read_catalogue(path, var)
    before = kept_catalogue(path, var)
    changed = path.parent / name
    state = changed.stat()
    changed.write_bytes(changed.read_bytes()[:-1] + b" ")  # of the same length
    os.utime(changed, ns=(state.st_atime_ns, state.st_mtime_ns))  # and time

    assert (before is not None, kept_catalogue(path, var)) == (True, None)


def test_a_file_that_is_gone_is_seen(path: Path, var: Path) -> None:
    read_catalogue(path, var)
    (path.parent / "more" / "news.yaml").unlink()

    assert kept_catalogue(path, var) is None


def test_a_new_version_takes_the_place_of_the_old_one(path: Path, var: Path) -> None:
    read_catalogue(path, var)
    path.write_text(WITH_FILES + "\n", encoding="utf-8")
    read_catalogue(path, var)

    assert len(list((var / compiled.FOLDER).iterdir())) == 1
    assert kept_catalogue(path, var) is not None


def test_a_catalogue_with_mistakes_is_never_kept(path: Path, var: Path) -> None:
    path.write_text(f"{WITH_FILES}\nunknown: 1\n", encoding="utf-8")

    assert read_catalogue(path, var).problems
    assert not (var / compiled.FOLDER).exists()


def test_nobody_else_may_read_it(path: Path, var: Path) -> None:
    read_catalogue(path, var)
    file = kept_file(var)

    assert [one.stat().st_mode & 0o777 for one in (file, file.parent)] == [0o600, 0o700]


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-10])


def one_letter(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-5] ^= 1
    file.write_bytes(data)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def of_another_program(file: Path) -> None:
    def change(lines: list[bytes]) -> list[bytes]:
        return [json.dumps({**json.loads(lines[0]), "program": "0" * 64}).encode(), *lines[1:]]

    rewritten(file, change)


def leading_out(file: Path) -> None:
    """Names a file that is no part of any catalogue."""

    def change(lines: list[bytes]) -> list[bytes]:
        head = json.loads(lines[0])
        head["files"].append(["../../etc/passwd", sha256(b"").hexdigest()])
        return [json.dumps(head).encode(), *lines[1:]]

    rewritten(file, change)


def without_a_head(file: Path) -> None:
    rewritten(file, lambda lines: [b"[]", *lines[1:]])


def without_a_city(file: Path) -> None:
    rewritten(file, lambda lines: [lines[0], b"{}", *lines[2:]])


def short_of_a_procedure(file: Path) -> None:
    rewritten(file, lambda lines: lines[:-1])


def written_by_all(file: Path) -> None:
    file.chmod(0o666)


def folder_written_by_all(file: Path) -> None:
    file.parent.chmod(0o777)


def a_link(file: Path) -> None:
    elsewhere = file.parent.parent / "elsewhere.json"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


SPOILT = [
    *(cut_off, one_letter, empty, of_another_program, leading_out, without_a_head, without_a_city),
    *(short_of_a_procedure, written_by_all, folder_written_by_all, a_link),
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda one: one.__name__)
def test_what_is_not_ours_or_not_whole_is_not_believed(path: Path, var: Path, spoil: Callable[[Path], None]) -> None:
    read_catalogue(path, var)
    believed = kept_catalogue(path, var)
    spoil(kept_file(var))

    assert (believed is not None, kept_catalogue(path, var)) == (True, None)
    assert len(catalogues.load(path, var).procedures) > 1


def test_where_nothing_can_be_kept_nothing_is_said(
    path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    missing, file = tmp_path / "missing", tmp_path / "file"
    file.write_text("", encoding="utf-8")
    (tmp_path / "var" / compiled.FOLDER).mkdir(parents=True)
    blocked = tmp_path / "var"
    (blocked / compiled.FOLDER).rmdir()
    (blocked / compiled.FOLDER).write_text("no folder", encoding="utf-8")

    for places in ((missing,), (file,), (blocked,), (missing, file, blocked)):
        assert read_catalogue(path, *places).problems == ()
        assert kept_catalogue(path, *places) is None
    assert not missing.exists()
    assert capfd.readouterr() == ("", "")


def test_it_is_kept_in_the_first_place_that_is_ones_own(path: Path, tmp_path: Path, var: Path) -> None:
    open_to_all = tmp_path / "all"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    read_catalogue(path, open_to_all, var)

    assert (list(open_to_all.iterdir()), kept_catalogue(path, var) is not None) == ([], True)
