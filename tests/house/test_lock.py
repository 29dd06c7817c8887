"""The locks hold what the project declares, with hashes, and no file says where packages come from."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .project import ROOT, inside, plain_files

# Written in parts, so that this file names none of them either.
REGISTRIES = [
    ".".join(parts).encode()
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("registry", "npmjs", "org"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("cdn", "jsdelivr", "net"),
        ("unpkg", "com"),
        ("hub", "docker", "com"),
    )
]


RUN, TEST = ROOT / "requirements.lock", ROOT / "requirements-test.lock"


def declared(*extras: str) -> list[Requirement]:
    """What the project needs to run, and what these extras add."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    added = chain.from_iterable(project["optional-dependencies"][extra] for extra in extras)
    return [Requirement(line) for line in (*project["dependencies"], *added)]


def locked(lock: Path) -> dict[str, tuple[str, int]]:
    """Name → (version, number of hashes)."""
    found: dict[str, tuple[str, int]] = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8")):
        if pin := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", entry):
            found[canonicalize_name(pin[1])] = (pin[2], entry.count("--hash=sha256:"))
    return found


@pytest.mark.parametrize(("lock", "extras"), [(RUN, []), (TEST, ["test"])])
def test_every_declared_dependency_is_pinned(lock: Path, extras: list[str]) -> None:
    pins = locked(lock)
    unmet = [
        str(one)
        for one in declared(*extras)
        if not one.specifier.contains(pins.get(canonicalize_name(one.name), ("0", 0))[0], prereleases=True)
    ]

    assert (len(pins) > 40, unmet) == (True, [])


def test_what_is_tested_is_what_runs() -> None:
    assert locked(RUN).items() <= locked(TEST).items()


@pytest.mark.parametrize("lock", [RUN, TEST])
def test_every_line_of_a_lock_is_a_pin_with_hashes(lock: Path) -> None:
    pin_or_hash = re.compile(r"(    --hash=sha256:[0-9a-f]{64}|[\w.-]+==\S+( ;.*)?)( \\)?")
    other = [line for line in lock.read_text(encoding="utf-8").splitlines() if not pin_or_hash.fullmatch(line)]

    assert (other, [name for name, (_, hashes) in locked(lock).items() if not hashes]) == ([], [])


def test_no_file_names_the_address_of_a_registry() -> None:
    named = [(inside(path), name) for path in plain_files() for name in REGISTRIES if name in path.read_bytes()]

    assert named == []
