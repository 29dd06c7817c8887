"""What a bundle (一括) in the making holds of each of its procedures: its case, its answers, its number.

A bundle is written as one draft and sent as ordinary cases: from here on nothing knows that they were written together,
but the links between them.
"""

import os
from collections.abc import Mapping
from dataclasses import replace

from shared.casework import my_numbers
from shared.casework.cases import Case
from shared.casework.paper.facts import LETTER, REQUEST, SCAN
from shared.catalogue.bundle import parted
from shared.catalogue.procedure import Procedure
from shared.records.derivation import locator_of
from shared.records.envelope import KeptFile, Mate, new_envelope_id
from shared.records.folder import BundleMember, Draft, FolderRow, SentTogether
from shared.records.reference import new_reference
from shared.records.sealing import PublicKeys
from shared.records.shapes import JsonObject

NEW = 0  # revision of a folder that is not kept yet
ROOT_BYTES = 32


def allotted(asked: JsonObject, names: Mapping[str, str], maker: str) -> BundleMember:
    """A procedure of a new bundle, with the number, the id and the folder that its case will have."""
    root = os.urandom(ROOT_BYTES)
    return BundleMember(str(asked["id"]), asked, dict(names), new_reference(maker), new_envelope_id(), root)


def parts_of(case: Case) -> list[Case]:
    """The case as it is sent: itself, or each case of its bundle; the first lies in the folder of the draft."""
    draft = case.draft
    if draft is None or not draft.bundle or draft.about:
        return [case]
    return [_part(case, draft, member, first=place == 0) for place, member in enumerate(members_of(case))]


def members_of(case: Case) -> tuple[BundleMember, ...]:
    """The procedures of a bundle; the first with the draft's own number, id, root and box."""
    draft = case.draft
    if draft is None or not draft.bundle:
        return ()
    first, *others = draft.bundle
    own = replace(first, reference=draft.reference, envelope_id=draft.envelope_id, root=case.root)
    return (replace(own, number_box=draft.number_box), *others)


def mates_of(case: Case) -> tuple[Mate, ...]:
    """What the office is told of the others."""
    draft = case.draft
    return tuple(Mate(m.envelope_id, m.reference, m.procedure_id) for m in draft.bundle) if draft else ()


def together_of(case: Case) -> tuple[SentTogether, ...]:
    """What opens the others' folders."""
    return tuple(SentTogether(m.reference, m.root) for m in case.draft.bundle) if case.draft else ()


def with_numbers(bundle: tuple[BundleMember, ...], answers: JsonObject, public: PublicKeys) -> tuple[BundleMember, ...]:
    """The procedures after a step: a My Number is sealed for each that asks it, bound to its own 受付番号.

    The first one's box is the draft's.
    """
    return (*bundle[:1], *(_with_number(member, answers, public) for member in bundle[1:]))


def renumbered(draft: Draft, maker: str) -> Draft:
    """Another number for each case; a My Number is bound to the number and has to be typed again."""
    bundle = tuple(replace(member, reference=new_reference(maker), number_box=None) for member in draft.bundle)
    return replace(draft, reference=new_reference(maker), number_box=None, bundle=bundle)


def _with_number(member: BundleMember, answers: JsonObject, public: PublicKeys) -> BundleMember:
    procedure, own = Procedure.from_asked(member.asked), parted(answers, names_of(member))
    _, box = my_numbers.seal(procedure, own, member.number_box, member.reference, public)
    return replace(member, number_box=box)


def _part(case: Case, draft: Draft, member: BundleMember, *, first: bool) -> Case:
    names = names_of(member)
    own = {name: question for question, name in names.items()}
    part = replace(
        draft,
        procedure_id=member.procedure_id,
        asked=member.asked,
        reference=member.reference,
        envelope_id=member.envelope_id,
        answers=parted(draft.answers, names),
        number_box=member.number_box,
        flags=tuple(_own_path(flag, own) for flag in draft.flags if _head(flag) in own),
        files=tuple(kept for file in draft.files if (kept := _own_file(file, own))),
        bundle=members_of(case),
    )
    if first:
        return replace(case, draft=part)
    life, now = case.row.expires_on, draft.saved_at
    row = FolderRow(locator_of(member.root), NEW, life, draft.fact_kind, created_at=now, saved_at=now)
    return Case(member.root, row, part, id_card=case.id_card)


def names_of(member: BundleMember) -> dict[str, str]:
    """Its own question ids → those of the bundle."""
    return {question: str(name) for question, name in member.names.items()}


def _own_file(file: KeptFile, own: Mapping[str, str]) -> KeptFile | None:
    """The file under the procedure's own question; what answers no question (a scan) goes with every one."""
    if file.question in (SCAN, LETTER, REQUEST):
        return file
    return replace(file, question=_own_path(file.question, own)) if _head(file.question) in own else None


def _own_path(path: str, own: Mapping[str, str]) -> str:
    head = _head(path)
    return own[head] + path[len(head) :]


def _head(path: str) -> str:
    return path.partition(":")[0].partition(".")[0]
