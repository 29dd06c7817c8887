"""Choices of a guide as a few signs for an address: `BASE/G/TENNYU/1` + 4 signs for each thing that was chosen.

No day and no answer to a sensitive question is ever in it. The signs are those of `question=value` alone, so an
address still opens when questions were added, moved or taken out since; what is not known any more is passed over.
"""

import hashlib
from collections.abc import Iterator

from pydantic import JsonValue

from shared.catalogue.conditions import Answers
from shared.catalogue.guides.guide import Guide, GuideQuestion

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 4  # of one choice: 20 bits; `catalogue check` refuses a guide with two alike
FORMAT = "1"
LONGEST = 221 - 61 - len("/G/")  # of `ID/1…`: QR 8-M, alphanumeric, behind the longest base URL


def signs_of(question_id: str, value: str) -> str:
    """The signs of one choice."""
    number = int.from_bytes(hashlib.sha256(f"{question_id}={value}".encode()).digest()[:4], "big")
    return "".join(SIGNS[number >> 5 * place & 31] for place in range(LENGTH))


def address_of(guide: Guide, answers: Answers) -> str:
    """What stands behind `BASE/G/`: the guide, and the choices that may be seen. Upper case, alphanumeric."""
    signs = "".join(
        signs_of(question.id, value)
        for question in guide.questions
        if not guide.is_secret(question)
        for value in _chosen(question, answers)
    )
    name = guide.id.upper().replace("_", ".")
    return f"{name}/{FORMAT}{signs}" if signs else name


def guide_named(guides: tuple[Guide, ...], name: str) -> Guide | None:
    """The guide of the first part of such an address, in capitals or not."""
    wanted = name.lower().replace(".", "_")
    return next((guide for guide in guides if guide.id == wanted), None)


def answers_of(guide: Guide, signs: str) -> dict[str, JsonValue]:
    """The choices that stand in the second part; nothing where it is of a format that we don't know."""
    if not signs.startswith(FORMAT):
        return {}
    body = signs[len(FORMAT) :].upper()
    given = {body[at : at + LENGTH] for at in range(0, len(body), LENGTH)}
    answers: dict[str, JsonValue] = {}
    for question in guide.questions:
        if guide.is_secret(question):
            continue
        chosen: list[JsonValue] = [value for value in _values(question) if signs_of(question.id, value) in given]
        if chosen:
            answers[question.id] = chosen if question.kind == "choices" else chosen[0]
    return answers


def _chosen(question: GuideQuestion, answers: Answers) -> Iterator[str]:
    answer = answers.get(question.id)
    for value in _values(question):
        if value == answer or (isinstance(answer, list) and value in answer):
            yield value


def _values(question: GuideQuestion) -> list[str]:
    """What can be chosen; of a day nothing."""
    if question.kind == "yes_no":
        return ["yes", "no"]
    return [option.value for option in question.options]
