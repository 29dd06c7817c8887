"""`include:`: a catalogue in several files. What the files beside it hold is read as if it stood in the first one."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from shared.catalogue.shelf import DISK, FileState, Shelf
from shared.catalogue.source import Mark, Node, Source

INCLUDE = "include"
_LISTS = ("notices", "sections", "life_events", "categories", "documents", "procedures", "guides")
_SETS = ("option_sets", "question_sets", "step_sets")
MAY_HOLD = (*_LISTS, *_SETS)


@dataclass(frozen=True)
class Whole:
    """The tree of all files, None where it cannot be read; and the files as they were just before, the first first."""

    root: Node | None
    files: tuple[FileState, ...]
    contents: dict[Path, bytes] = field(default_factory=dict)  # SHA-256 of the bytes that were read, in that order


def read_whole(source: Source, path: Path, shelf: Shelf = DISK) -> Whole:
    """The file with those that it includes. Never raises; problems are told to the source."""
    files = [shelf.state_of(path)]  # before it is read: a change meanwhile is noticed later
    data = shelf.read(path)
    if data is None:
        source.tell(Mark(1, 1), "file_unreadable")
        return Whole(None, tuple(files))
    root = source.read(data)
    contents = {path: sha256(data).digest()}
    names = root.get(INCLUDE) if root is not None else None
    readable = names is None or isinstance(names.value, list)  # else much would be told that only follows
    for name in _included(source, root) if root is not None else ():
        file = _beside(source, path, name)
        if file is None:
            readable = False
            continue
        if file in [known.path for known in files]:
            source.tell(name.mark, "include_twice", name=name.value)
            continue
        files.append(shelf.state_of(file))
        included = shelf.read(file)
        if included is not None:
            contents[file] = sha256(included).digest()
        readable &= root is not None and _add(source, root, name, file, included)
    return Whole(root if readable else None, tuple(files), contents)


def _included(source: Source, root: Node) -> list[Node]:
    """The names that stand under `include:`, which is no part of the catalogue itself."""
    if root.get(INCLUDE) is None:
        return []
    names: Node = root.value.pop(INCLUDE)
    if not isinstance(names.value, list):
        source.tell(names.mark, "list_expected", word=INCLUDE)
    return names.members()


def _beside(source: Source, path: Path, name: Node) -> Path | None:
    """The file of that name below the catalogue's own folder; told where it is anything else."""
    file = below(path, name.value) if isinstance(name.value, str) else None
    if file is None:
        source.tell(name.mark, "include_form", name=name.value)
    return file


def below(path: Path, name: str) -> Path | None:
    """The file of a name below the folder of the catalogue; None for a name that leads anywhere else."""
    parts = PurePosixPath(name).parts
    inside = bool(parts) and not {"..", "/"} & set(parts) and "\\" not in name
    inside = inside and parts[-1].endswith((".yaml", ".yml"))
    return path.parent.joinpath(*parts) if inside else None


def _add(source: Source, root: Node, name: Node, file: Path, data: bytes | None) -> bool:
    """Puts what the file holds to the rest; False where it could not be read."""
    if data is None:
        source.tell(name.mark, "include_unreadable", name=name.value)
        return False
    part = source.read_included(str(file), data)
    if part is None:
        return False
    if not isinstance(part.value, dict):
        source.tell(part.mark, "mapping_expected", word=str(name.value))
        return False
    for key, node in part.value.items():
        if key not in MAY_HOLD:
            source.tell(part.keys[key], "include_holds", word=key, allowed=", ".join(MAY_HOLD))
        else:
            _join(source, root, key, node, part.keys[key])
    return True


def _join(source: Source, root: Node, key: str, node: Node, mark: Mark) -> None:
    """What stands under a key of an included file is put behind what is there."""
    wanted = dict if key in _SETS else list
    there = root.get(key)
    if not isinstance(node.value, wanted):
        code = "mapping_expected" if key in _SETS else "list_expected"
        source.tell(node.mark, code, word=key)
    elif there is None:
        root.value[key] = node
        root.keys[key] = mark
    elif isinstance(there.value, list):
        there.value.extend(node.value)
    elif isinstance(there.value, dict):
        _join_sets(source, there, node)


def _join_sets(source: Source, there: Node, node: Node) -> None:
    for name, written in node.value.items():
        if name in there.value:
            source.tell(node.keys[name], "key_twice", word=name, line=there.keys[name].line)
            continue
        there.value[name] = written
        there.keys[name] = node.keys[name]
