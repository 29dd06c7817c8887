"""The lock holds what the project declares, with hashes, and no file says where packages come from."""

import re
import tomllib
from itertools import chain

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


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = chain.from_iterable(project["optional-dependencies"].values())
    return [Requirement(line) for line in (*project["dependencies"], *optional)]


def locked() -> dict[str, tuple[str, int]]:
    """Name → (version, number of hashes)."""
    found = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8")):
        if pin := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", entry):
            found[canonicalize_name(pin[1])] = (pin[2], entry.count("--hash=sha256:"))
    return found


def test_every_declared_dependency_is_pinned() -> None:
    pins = locked()
    unmet = [
        str(one)
        for one in declared()
        if not one.specifier.contains(pins.get(canonicalize_name(one.name), ("0", 0))[0], prereleases=True)
    ]

    assert (len(pins) > 80, unmet) == (True, [])


def test_every_line_of_the_lock_is_a_pin_with_hashes() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    other = [
        line for line in lines if not re.match(r"(    --hash=sha256:[0-9a-f]{64}|[\w.-]+==\S+( ;.*)?)( \\)?$", line)
    ]

    assert (other, [name for name, (_, hashes) in locked().items() if not hashes]) == ([], [])


def test_no_file_names_the_address_of_a_registry() -> None:
    named = [(inside(path), name) for path in plain_files() for name in REGISTRIES if name in path.read_bytes()]

    assert named == []
