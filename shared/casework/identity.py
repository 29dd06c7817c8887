"""本人確認: which documents are enough, by one table (domain_jp §1.5; 住民基本台帳法27条, 戸籍法27条の2).

    A         one is enough
    B + B     two different ones
    B + C     one of each
    B, C, C + C   not enough

Kept are the method, the kinds of document, who checked and when; never a number, never a copy.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from pydantic import JsonValue

from shared.errors import AnswerProblem, ValueRefused
from shared.records.shapes import JsonObject

METHOD, FIRST, SECOND = "id_method", "id_doc1", "id_doc2"  # question set `staff_check`
SHOWN = ("A1", "B2", "BC")  # by documents: 写真つき1点, 写真なし2点, 写真なし1点と補助1点
NOT_CONFIRMED = "none"
WITHOUT_DOCUMENTS = frozenset({"jpki", "question", NOT_CONFIRMED})
NOTICE_OWED = "notice_owed"  # attention: a letter has to go to the person whose identity was not confirmed
UNCONFIRMED = "identity_unconfirmed"  # attention: the section decides what that means for the case


class Grade(StrEnum):
    """How much a document proves."""

    A = "A"
    B = "B"
    C = "C"


def _graded(grade: Grade, *kinds: str) -> dict[str, Grade]:
    return dict.fromkeys(kinds, grade)


DOCUMENTS: Mapping[str, Grade] = MappingProxyType(
    {
        **_graded(
            Grade.A,
            "mynumber-card",
            "driving-licence",
            "driving-record",
            "passport",
            "residence-card",
            "special-permanent",
            "physical-disability",
            "intellectual-disability",
            "mental-disability",
            "juki-card-photo",
            "other-photo",
        ),
        **_graded(
            Grade.B,
            "shikaku-kakunin",
            "insurance-card",
            "care-insurance",
            "pension-book",
            "pension-certificate",
            "medical-benefit",
            "juki-card",
            "public-assistance",
            "boshi-techo",
        ),
        **_graded(Grade.C, "student-card", "company-card", "bankbook", "patient-card", "utility-receipt"),
    }
)


def method_of(documents: Sequence[str]) -> str:
    """ "A1", "B2" or "BC" for what was shown. Raises ValueRefused with what is missing.

    Codes: identity_no_document, identity_unknown_document, identity_same_document, identity_second_needed (one B),
    identity_c_alone, identity_c_c.
    """
    shown = [one for one in documents if one]
    if not shown:
        raise ValueRefused("identity_no_document")
    if any(one not in DOCUMENTS for one in shown):
        raise ValueRefused("identity_unknown_document")
    grades = sorted(DOCUMENTS[one] for one in shown)
    if Grade.A in grades:
        return "A1"
    if len(set(shown)) < len(shown):
        raise ValueRefused("identity_same_document")
    if grades == [Grade.B, Grade.B]:
        return "B2"
    if grades == [Grade.B, Grade.C]:
        return "BC"
    raise ValueRefused(_MISSING[tuple(grades)])


_MISSING = {
    (Grade.B,): "identity_second_needed",
    (Grade.C,): "identity_c_alone",
    (Grade.C, Grade.C): "identity_c_c",
}


def settled(answers: JsonObject) -> JsonObject:
    """Staff's answers with the method as the documents make it; where nothing was asked, as they are.

    Raises ValueRefused as `method_of`.
    """
    method = answers.get(METHOD)
    if method is None or method in WITHOUT_DOCUMENTS:
        return answers
    return {**answers, METHOD: method_of([str(answers[one]) for one in (FIRST, SECOND) if answers.get(one)])}


def problems(answers: JsonObject) -> list[AnswerProblem]:
    """What is wrong with the documents, at the question where it is put right; empty where they are enough."""
    try:
        settled(answers)
    except ValueRefused as refused:
        at = SECOND if answers.get(SECOND) else FIRST
        return [AnswerProblem(at, refused.code, refused.params)]
    return []


def doubts(checked: Mapping[str, JsonValue], *, notice: bool) -> list[str]:
    """Attention of a case whose person showed nothing that is enough. `notice`: it is accepted, and a letter goes
    out (戸籍法27条の2第2項 and the like); otherwise the section decides.
    """
    method = checked.get(METHOD)
    confirmed = method is not None and method != NOT_CONFIRMED and not (notice and method == "question")
    if method is None or confirmed:
        return []
    return [NOTICE_OWED if notice else UNCONFIRMED]
