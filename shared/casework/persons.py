"""The persons of a case, read from its answers.

The principal is whom the fact belongs to: the questions of the same group (`insured.i_birth`), or of the same
prefix (`applicant_birth`). An agent's questions carry the prefix `agent_` (question set `agent`). Where a catalogue
names its questions otherwise, the principal is whom its first questions are about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic import JsonValue

from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.errors import ValueRefused
from shared.records.derivation import normal_fact
from shared.records.person import Fact, Person, Role
from shared.records.shapes import JsonObject

FULL_DAY = 10  # characters of an ISO day
PRINCIPAL_PREFIX = "applicant_"
AGENT_PREFIX = "agent_"


def persons_of(
    procedure: Procedure, answers: JsonObject, language: str, fact: Fact | None = None
) -> tuple[Person, Person | None]:
    """(applicant, agent or None). `answers` are those on the route."""
    prefix, values = _principal(procedure, answers)
    questions = _questions(procedure, prefix)
    if not any(question.kind == "name" for question in questions) and not follows_names(procedure):
        questions, values = list(_of_first_name(procedure)), answers
    applicant = _person(Role.APPLICANT, questions, values, language, fact)
    agent = _person(Role.AGENT, _questions(procedure, AGENT_PREFIX), answers, language, None)
    return applicant, agent if agent.name else None


def follows_names(procedure: Procedure) -> bool:
    """True where the questions about the applicant are called `applicant_…`, as in the shipped catalogue."""
    return any(question.id.startswith(PRINCIPAL_PREFIX) for question in procedure.questions())


def first_of(procedure: Procedure, kind: str) -> str | None:
    """The first question of a kind that is asked of citizens and not about an agent; outside groups."""
    return next((question.id for question in _about_principal(procedure) if question.kind == kind), None)


def fact_of(procedure: Procedure, answers: JsonObject, own_word: str | None = None) -> Fact:
    """What will open the case later: the citizen's own word if they chose one, else the procedure's fact.

    Raises ValueRefused("fact_word") for a word that is too short, and where there is neither.
    """
    if own_word:
        return Fact("own_word", normal_fact("own_word", own_word))
    value = answer_at(answers, procedure.fact_question) if procedure.fact_question else None
    if not value:
        raise ValueRefused("fact_word", least=4)
    try:
        return Fact(procedure.fact_kind, normal_fact(procedure.fact_kind, str(value)))
    except ValueRefused:
        # A birth date whose day is unknown opens nothing by itself: what is known of it is the word.
        return Fact("own_word", normal_fact("own_word", str(value)))


@dataclass(frozen=True, repr=False)
class Named:
    """Somebody whom the answers name, in whatever role. `names`: each as answered, and family with given name.

    `births`: ISO days; empty where none was asked or a part of it is unknown.
    """

    names: tuple[str, ...]
    kana: tuple[str, ...] = ()
    births: tuple[str, ...] = ()


def everyone(procedure: Procedure, answers: Mapping[str, JsonValue]) -> list[Named]:
    """All people in the answers: applicant, agent, children, household, whoever a certificate is about."""
    found = [_named(questions, values) for questions, values in _scopes(procedure, answers)]
    return [one for one in found if one.names or one.kana]


def answer_at(answers: JsonObject, path: str) -> object:
    """The answer at `question` or `group.child`; None where there is none."""
    value: object = answers
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _principal(procedure: Procedure, answers: JsonObject) -> tuple[str, JsonObject]:
    question = procedure.fact_question or ""
    if "." in question:
        group = question.split(".")[0]
        inner = answers.get(group)
        return group + ".", inner if isinstance(inner, dict) else {}
    return (question.rsplit("_", 1)[0] + "_" if "_" in question else PRINCIPAL_PREFIX), answers


def _about_principal(procedure: Procedure) -> Iterator[Question]:
    """What citizens are asked, but for an agent's questions."""
    for step in procedure.steps:
        if not step.staff_only:
            yield from (q for q in step.questions if not q.staff_only and not q.id.startswith(AGENT_PREFIX))


def _of_first_name(procedure: Procedure) -> Iterator[Question]:
    """The first question of each kind; of names the given one, too, where it stands right behind the family's."""
    seen: dict[str, Question] = {}
    before: Question | None = None
    for question in _about_principal(procedure):
        given = question.kind == "name" and before is seen.get("name") and question.id.endswith("mei")
        if seen.setdefault(question.kind, question) is question or (given and before is not None):
            yield question
        before = question


def _questions(procedure: Procedure, prefix: str) -> list[Question]:
    if prefix.endswith("."):
        group = procedure.question(prefix[:-1])
        return list(group.questions) if isinstance(group, GroupQuestion) else []
    return [q for q in procedure.questions() if q.id.startswith(prefix)]


def _person(role: Role, questions: list[Question], values: JsonObject, language: str, fact: Fact | None) -> Person:
    def said(kind: str) -> list[str]:
        return [str(values[q.id]) for q in questions if q.kind == kind and values.get(q.id)]

    names, kana, mail = said("name"), said("kana"), said("email")
    return Person(
        role,
        family=names[0] if names else "",
        given=names[1] if len(names) > 1 else "",
        family_kana=kana[0] if kana else "",
        given_kana=kana[1] if len(kana) > 1 else "",
        birth=(said("birth_date") or [""])[0],
        phone=(said("phone") or [""])[0],
        email=mail[0] if mail else "",
        language=language,
        contact="email" if mail else "phone" if said("phone") else "post",
        fact=fact,
    )


def _scopes(
    procedure: Procedure, answers: Mapping[str, JsonValue]
) -> Iterator[tuple[Sequence[Question], Mapping[str, JsonValue]]]:
    """What is asked about one person each: a group, an item of a list, the questions of one prefix."""
    flat: dict[str, list[Question]] = {}
    for question in procedure.questions():
        value = answers.get(question.id)
        if isinstance(question, GroupQuestion | RepeatQuestion):
            items = value if isinstance(value, list) else [value]
            yield from ((question.questions, item) for item in items if isinstance(item, dict))
        else:
            flat.setdefault(question.id.rpartition("_")[0], []).append(question)
    yield from ((questions, answers) for questions in flat.values())


def _named(questions: Sequence[Question], values: Mapping[str, JsonValue]) -> Named:
    def said(*kinds: str) -> tuple[str, ...]:
        return tuple(str(values[q.id]) for q in questions if q.kind in kinds and values.get(q.id))

    names, births = said("name", "alias"), said("birth_date")
    pairs = tuple(f"{first} {second}" for first, second in pairwise(names))
    return Named(names + pairs, said("kana"), tuple(day for day in births if len(day) == FULL_DAY))
