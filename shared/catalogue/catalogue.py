"""The catalogue: everything that procedures.yaml says, typed and frozen."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

from shared.catalogue import compiled
from shared.catalogue.checks.following import check_following
from shared.catalogue.checks.guides import check_filed, check_guides
from shared.catalogue.checks.ids import Names, check_lists, check_lists_are_lists, check_procedure
from shared.catalogue.checks.looking_back import check_conditions
from shared.catalogue.checks.periods import check_periods
from shared.catalogue.checks.questions import check_fills, check_questions
from shared.catalogue.checks.rules import check_rules, check_telephones
from shared.catalogue.compiled import Compiled, Contents
from shared.catalogue.declared import Declared
from shared.catalogue.expansion import Expansion
from shared.catalogue.guides.guide import Guide
from shared.catalogue.inclusion import read_whole
from shared.catalogue.model import Frozen
from shared.catalogue.office import Category, City, DocumentKind, LifeEvent, Notice, Section
from shared.catalogue.procedure import Procedure
from shared.catalogue.procedures import Procedures
from shared.catalogue.questions.kinds import Question
from shared.catalogue.shapes import shaped
from shared.catalogue.sharing import share
from shared.catalogue.shelf import DISK, FileState, Shelf
from shared.catalogue.source import Node, Source
from shared.catalogue.texts import Text
from shared.catalogue.waiting import Waiting
from shared.errors import CatalogueError, Problem
from shared.language import wording


@dataclass(frozen=True, eq=False)
class Catalogue:
    """What the office offers. Sets are already written out in `procedures`."""

    city: City
    notices: tuple[Notice, ...]
    sections: tuple[Section, ...]
    categories: tuple[Category, ...]
    life_events: tuple[LifeEvent, ...]
    document_kinds: tuple[DocumentKind, ...]
    question_sets: dict[str, tuple[Question, ...]]
    procedures: Procedures
    waiting: Waiting
    guides: tuple[Guide, ...] = ()
    shared_titles: dict[str, Text] = field(default_factory=dict)  # name of a set → how a bundle asks for it
    synonyms: tuple[tuple[str, ...], ...] = ()  # groups of words that mean the same when people search

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    def procedure(self, procedure_id: str) -> Procedure:
        """The procedure of an id, with all its versions. Raises KeyError."""
        return self.procedures.of(procedure_id)

    def section(self, section_id: str) -> Section:
        """The section of an id. Raises KeyError."""
        return self._sections[section_id]

    def guide(self, guide_id: str) -> Guide:
        """The guide of an id. Raises KeyError."""
        found = next((guide for guide in self.guides if guide.id == guide_id), None)
        if found is None:
            raise KeyError(guide_id)
        return found

    def notices_on(self, day: date) -> list[Notice]:
        """The office's news of that day (in Japan), newest first."""
        current = [notice for notice in self.notices if notice.holds_on(day)]
        return sorted(current, key=lambda notice: notice.from_day, reverse=True)


@dataclass(frozen=True)
class Reading:
    """What reading gave: a catalogue or problems; and the files that were read, as they were then.

    `contents` say what a catalogue without problems was made of.
    """

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    files: tuple[FileState, ...]
    contents: Contents = ()

    @property
    def is_current(self) -> bool:
        """True while none of the files has changed."""
        return all(DISK.state_of(file.path) == file for file in self.files)


def load(path: Path, *places: Path) -> Catalogue:
    """The catalogue in a file and those that it includes; read again only where one of them has changed.

    `places`: folders of which the first that is this user's own keeps it for the next process. Raises CatalogueError
    with every problem of the files, also where they cannot be read.
    """
    reading = latest(path, *places)
    if reading.catalogue is None:
        raise CatalogueError(reading.problems)
    return reading.catalogue


def latest(path: Path, *places: Path) -> Reading:
    """As the files are now, right or wrong; read again only where one of them has changed."""
    with _lock:
        known = _readings.get(path)
        if known is None or not known.is_current:
            known = _readings[path] = kept_catalogue(path, *places) or read_catalogue(path, *places)
        return known


def forget(path: Path) -> None:
    """Of files that were laid out only to be looked at: nothing of them stays in memory."""
    with _lock:
        _readings.pop(path, None)


def kept_catalogue(path: Path, *places: Path) -> Reading | None:
    """What another process kept of the very same files; None where there is nothing of the kind."""
    return _restored(compiled.kept(path, places))


def kept_texts(digest: str, *places: Path) -> Reading | None:
    """The same of texts that have this digest."""
    return _restored(compiled.kept_texts(digest, places))


def _restored(found: Compiled | None) -> Reading | None:
    if found is None:
        return None
    try:
        declared = Declared.model_validate_json(found.declared)
    except ValueError:
        return None
    lines = found.procedures
    procedures = Procedures(found.ids, lambda place: Procedure.model_validate_json(lines[place]))
    return Reading(_catalogue(declared, procedures), (), found.files, found.contents)


def check(path: Path) -> list[Problem]:
    """Every problem of a file, in the order of its lines; none where it can be used."""
    return list(read_catalogue(path).problems)


def problems_as_lines(problems: Sequence[Problem], language: str = "ja") -> list[str]:
    """`FILE:LINE: what to do`, one for each problem."""
    return [f"{one.file}:{one.line}: {explained(one, language)}" for one in problems]


def explained(problem: Problem, language: str = "ja") -> str:
    """What is wrong and what to do, in one sentence or two."""
    return wording.say(f"catalogue.{problem.code}", language, **problem.params)


def read_catalogue(path: Path, *places: Path, shelf: Shelf = DISK) -> Reading:
    """The catalogue in a file and those that it includes, or every problem of them."""
    source = Source(str(path))
    with _nothing_swept():
        whole = read_whole(source, path, shelf)
        parts = _assembled(source, whole.root) if whole.root is not None else None
    if parts is None or source.problems:
        return Reading(None, tuple(_in_order(source.problems, whole.files)), whole.files)
    declared, procedures = parts
    contents = tuple((file.relative_to(path.parent).as_posix(), told.hex()) for file, told in whole.contents.items())
    ids = tuple(procedure.id for procedure in procedures)
    if places:
        lines = tuple(map(_written, procedures))
        declared_alone = declared.model_copy(update={"option_sets": {}, "step_sets": {}})  # used up by the procedures
        made = Compiled(whole.files, _written(declared_alone), ids, lines, contents)
        compiled.keep(path if shelf is DISK else None, places, made)
    return Reading(_catalogue(declared, Procedures(ids, procedures.__getitem__)), (), whole.files, contents)


def _written(part: Frozen) -> bytes:
    return part.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=True).encode()


@contextmanager
def _nothing_swept() -> Iterator[None]:
    """Python does not look for dead rings meanwhile: a tree of 50 000 nodes has none, and looking takes a third more.

    Where two threads read at once the first to end begins it again: slower, never wrong.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_lock = Lock()
_readings: dict[Path, Reading] = {}

# Of a question that is not found where a set of the procedure is not found either.
_FOLLOWING = (
    "condition_question_unknown",
    "fact_question_unknown",
    "fee_by_unknown",
    "fee_per_unknown",
    "fills_no_address",
    "no_day_question",
)


def _assembled(source: Source, root: Node) -> tuple[Declared, list[Procedure]] | None:
    if not isinstance(root.value, dict):
        source.tell(root.mark, "mapping_expected", word="procedures.yaml")
        return None
    if not check_lists_are_lists(source, root):
        return None  # every name would be told as missing
    expansion = Expansion(source, root)
    declared = shaped(source, Declared, expansion.declared())
    if declared is not None:
        _share(expansion, declared)
    if not root.members("procedures"):
        source.tell(root.mark, "procedures_missing")
    nodes = [expansion.procedure(node) for node in root.members("procedures")]
    procedures = [shaped(source, Procedure, node) for node in nodes]
    _check(source, root, expansion, nodes)
    if declared is None or source.problems:
        return None
    return declared, [procedure for procedure in procedures if procedure is not None]


def _catalogue(declared: Declared, procedures: Procedures) -> Catalogue:
    return Catalogue(
        city=declared.city,
        notices=declared.notices,
        sections=declared.sections,
        categories=declared.categories,
        life_events=declared.life_events,
        document_kinds=declared.documents,
        question_sets=declared.question_sets,
        procedures=procedures,
        waiting=declared.waiting,
        guides=declared.guides,
        shared_titles=declared.shared_titles,
        synonyms=declared.synonyms,
    )


def _share(expansion: Expansion, declared: Declared) -> None:
    sets = (declared.option_sets, declared.question_sets, declared.step_sets)
    share(expansion, declared.city, declared.sections, *sets)


def _check(source: Source, root: Node, expansion: Expansion, procedures: list[Node]) -> None:
    check_lists(source, root)
    check_guides(source, root)
    check_telephones(source, root)
    check_periods(source, root)
    for question_set in expansion.question_sets.values():
        check_questions(source, question_set.members())
    names, checked = Names(root), set[int]()  # of values: a set's question has the same in every procedure
    for procedure in procedures:
        questions = [one for step in procedure.members("steps") for one in step.members("questions")]
        incomplete = any(question.broken for question in questions)
        with source.hushed(_FOLLOWING if incomplete else ()):
            check_questions(source, [question for question in questions if id(question.value) not in checked])
            _check_procedure(source, root, names, procedure, questions)
        if not incomplete:
            checked.update(id(question.value) for question in questions)
    check_filed(source, root, procedures)


def _check_procedure(source: Source, root: Node, names: Names, procedure: Node, questions: list[Node]) -> None:
    check_procedure(source, names, procedure)
    check_following(source, root, procedure)
    check_fills(source, questions)
    check_conditions(source, procedure)
    check_rules(source, procedure)


def _in_order(problems: list[Problem], files: Sequence[FileState]) -> list[Problem]:
    """By file and line; what shows in several procedures is told once."""
    order = {str(file.path): number for number, file in enumerate(files)}
    told = {
        (order.get(one.file, 0), one.line, one.column, one.code, str(sorted(one.params.items()))): one
        for one in problems
    }
    return [told[key] for key in sorted(told)]
