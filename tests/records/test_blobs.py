"""Attachments: on disk before anything names them, readable by nobody without their key."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.errors import CannotUnseal, FileRefused, StoreUnavailable
from shared.records.blobs import LARGEST_BLOB, BlobFolder


@pytest.fixture
def blobs(tmp_path: Path) -> BlobFolder:
    return BlobFolder(tmp_path / "blobs", least_free=0)


def test_what_was_put_comes_back(blobs: BlobFolder) -> None:
    blob_id, key = blobs.put(b"a picture")
    assert (len(blob_id), len(key), blobs.get(blob_id, key)) == (16, 32, b"a picture")


@pytest.mark.requirement("CR-1")
def test_the_file_does_not_show_what_is_in_it(blobs: BlobFolder) -> None:
    canary = "見本花子".encode() * 100
    blob_id, _ = blobs.put(canary)
    assert canary[:12] not in blobs.get_sealed(blob_id)


def test_files_and_folders_are_for_their_owner_only(blobs: BlobFolder) -> None:
    blobs.put(b"x")
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in [blobs.path, *blobs.path.rglob("*")]}
    assert modes == {True: 0o700, False: 0o600}


def test_a_wrong_key_does_not_open(blobs: BlobFolder) -> None:
    blob_id, _ = blobs.put(b"x")
    with pytest.raises(CannotUnseal):
        blobs.get(blob_id, os.urandom(32))


def test_a_file_under_another_id_does_not_open(blobs: BlobFolder) -> None:
    first, key = blobs.put(b"first")
    second, _ = blobs.put(b"second")
    blobs.delete(second)
    blobs.put_sealed(second, blobs.get_sealed(first))
    with pytest.raises(CannotUnseal):
        blobs.get(second, key)


def test_ten_megabytes_are_taken_and_one_byte_more_is_not(blobs: BlobFolder) -> None:
    blob_id, key = blobs.put(bytes(LARGEST_BLOB))
    assert len(blobs.get(blob_id, key)) == LARGEST_BLOB
    with pytest.raises(FileRefused) as refused:
        blobs.put(bytes(LARGEST_BLOB + 1))
    assert (refused.value.code, refused.value.params) == ("file_too_large", {"megabytes": 10})


def test_a_missing_file_is_said_to_be_missing(blobs: BlobFolder) -> None:
    blob_id, key = blobs.put(b"x")
    blobs.delete(blob_id)
    blobs.delete(blob_id)
    with pytest.raises(StoreUnavailable, match="blob_missing"):
        blobs.get(blob_id, key)


def test_uploads_stop_before_the_disk_is_full(tmp_path: Path) -> None:
    greedy = BlobFolder(tmp_path / "blobs", least_free=2**60)
    with pytest.raises(StoreUnavailable, match="store_full"):
        greedy.put(b"x")
    assert list(greedy.ids()) == []


def test_the_sweep_takes_only_what_is_old_and_unnamed(blobs: BlobFolder) -> None:
    named, orphan, young = (blobs.put(b"x")[0] for _ in range(3))
    unfinished = blobs.path / orphan.hex()[:2] / f"{os.urandom(16).hex()}.part"
    unfinished.write_bytes(b"half")
    a_day_ago = datetime.now(UTC) - timedelta(hours=25)
    for path in [unfinished, *(p for p in blobs.path.glob("*/*") if p.name != young.hex())]:
        os.utime(path, (a_day_ago.timestamp(),) * 2)
    assert blobs.sweep({named}, datetime.now(UTC) - timedelta(hours=24)) == 2
    assert sorted(blobs.ids()) == sorted([named, young])
    assert not unfinished.exists()


def test_an_id_is_never_a_path(blobs: BlobFolder) -> None:
    with pytest.raises(ValueError, match="blob_id"):
        blobs.get(b"../../../../etc/p", b"")
