"""Several procedures asked as one (一括): what they share once and first, then what is special to each.

Works on procedures as asked (plain values) and makes one of the same shape, so that journey, screens, check page and
paper work as for any other. Each keeps its own questions under names of the bundle; `parted` gives its answers back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from shared.catalogue.bundle_fee import fee_rules
from shared.catalogue.bundle_places import Place, fact_of, names_in, ordered, renamed
from shared.catalogue.lookup_step import STEP as LOOKUP
from shared.errors import CannotBundle

Asked = dict[str, Any]
Names = dict[str, str]

MOST = 12  # procedures in one bundle
LONGEST_ID = 40
BETWEEN = " ＋ "
LANGUAGES = ("ja", "easy", "en")
_SIGNATURES = ("none", "name", "handwritten", "registered_seal")
_SHOWN = ("none", "contact", "copy_by_post", "card_sign_in", "card_signature")  # how identity is shown from home
_OWN_WORDS = ("label", "hint", "example", "for_staff", "required", "ask_if", "double_entry", "shared", "id", "fills")
_LEFT_OUT = ("formal_title", "when", "deadline", "online_offer", "deciding_day", "after", "related", "legal_basis")


@dataclass(frozen=True)
class Composed:
    """A bundle as it is asked; `names`: for each procedure, its own question ids → those of the bundle."""

    asked: Asked
    names: tuple[Names, ...]


def compose(members: Sequence[Asked], titles: Mapping[str, Any] | None = None) -> Composed:
    """One procedure made of several. The first one lends its id, its section and its fact.

    `titles`: how the office asks for a fact that several procedures share (plain texts by the name of the set).
    Raises CannotBundle: fewer than two, one twice, too many.
    """
    ids = [member["id"] for member in members]
    if not 2 <= len(members) <= MOST or len(set(ids)) < len(ids):
        raise CannotBundle("bundle_size", most=MOST)
    bundle = _Bundle(members, titles or {})
    return Composed(bundle.asked(), tuple(bundle.names))


def parted(answers: Mapping[str, JsonValue], names: Mapping[str, str]) -> dict[str, JsonValue]:
    """The answers of one procedure of the bundle, under its own names."""
    return {own: answers[name] for own, name in names.items() if name in answers}


class _Bundle:
    def __init__(self, members: Sequence[Asked], titles: Mapping[str, Any]) -> None:
        self._members, self._titles = members, titles
        self._shared = _shared_facts(members)
        self._ids: dict[str, str] = {}  # shared fact → its id in the bundle
        self.names = self._named()

    def asked(self) -> Asked:
        first = self._members[0]
        kept = {key: value for key, value in first.items() if key not in _LEFT_OUT}
        title = _joined([member["title"] for member in self._members])
        return {
            **kept,
            "title": title,
            "summary": title,
            "documents": self._documents(),
            "fee": fee_rules(self._members, self.names),
            "channels": _channels(self._members),
            "identity_online": max((m.get("identity_online", "none") for m in self._members), key=_SHOWN.index),
            "signature": max((m.get("signature", "none") for m in self._members), key=_SIGNATURES.index),
            "fact": _renamed_fact(first["fact"], self.names[0]),
            "sensitive": any(member.get("sensitive", False) for member in self._members),
            "notice_if_unconfirmed": any(member.get("notice_if_unconfirmed", False) for member in self._members),
            "retention_years": max(member["retention_years"] for member in self._members),
            "minutes": self._minutes(),
            "steps": self._steps(),
        }

    def _named(self) -> list[Names]:
        """The first procedure keeps its names; others give way where a name is taken."""
        taken = {question["id"] for question in _questions(self._members[0])}
        names: list[Names] = []
        for number, member in enumerate(self._members, start=1):
            own: Names = {}
            for question in _questions(member):
                fact, name = fact_of(question), question["id"]
                if fact in self._ids:
                    own[name] = self._ids[fact]
                    continue
                own[name] = name if number == 1 else _free(name, number, taken)
                taken.add(own[name])
                if fact in self._shared:
                    self._ids[fact] = own[name]
            names.append(own)
        return names

    def _steps(self) -> list[Asked]:
        shared: list[Place] = []
        special: list[Place] = []
        known: set[str] = set()
        for member, names in zip(self._members, self.names, strict=True):
            for step in member["steps"]:
                common = [q for q in step["questions"] if fact_of(q) in self._shared]
                fresh = [q for q in common if fact_of(q) not in known]
                known.update(fact_of(q) for q in fresh)
                if fresh:
                    shared.append(self._common_step(step, fresh))
                own = [q for q in step["questions"] if q not in common]
                if own:
                    special.append(Place(_own_step(step, own, member, names), common=False))
        steps = [place.step for place in ordered(_one_screen(shared), special)]
        taken: set[str] = set()
        for step in steps:
            step["id"] = _free(step["id"], 2, taken)
            taken.add(step["id"])
        return steps

    def _common_step(self, first: Asked, questions: list[Asked]) -> Place:
        """A step that several procedures share: asked where any of them asks it."""
        facts = [fact_of(question) for question in questions]
        uses = [use for use in self._uses() if any(fact_of(q) in facts for q in use[0]["questions"])]
        made = [self._common_question(question, uses) for question in questions]
        conditions = {str(question.get("ask_if")) for question in made}
        step: Asked = {"id": first["id"], **self._said(facts[0], uses), "questions": made}
        if len(conditions) == 1 and "ask_if" in made[0] and not _asks_itself(made):
            step["ask_if"] = made[0]["ask_if"]
            step["questions"] = [{key: value for key, value in q.items() if key != "ask_if"} for q in made]
        if first.get("staff_only"):
            step["staff_only"] = True
        return Place(step, common=True)

    def _common_question(self, question: Asked, uses: list[tuple[Asked, Asked, Names]]) -> Asked:
        fact = fact_of(question)
        asking = [(step, q, names) for step, _, names in uses for q in step["questions"] if fact_of(q) == fact]
        conditions = [_all_of(step.get("ask_if"), q.get("ask_if"), names) for step, q, names in asking]
        needed = [q.get("required", False) for _, q, _ in asking]
        made = renamed({key: value for key, value in question.items() if key != "ask_if"}, asking[0][2])
        made["id"] = self._ids[fact]
        made["required"] = True if True in needed else "online" if "online" in needed else False
        condition = _any_of(conditions)
        return {**made, "ask_if": condition} if condition else made

    def _said(self, fact: str, uses: list[tuple[Asked, Asked, Names]]) -> Asked:
        """Title and hint: the procedures' own where they agree; else the office's common words, and each one's hint."""
        titles, hints = [step["title"] for step, _, _ in uses], [step.get("hint") for step, _, _ in uses]
        said = {"title": titles[0] if _agree(titles) else self._titles.get(fact.partition(".")[0], titles[0])}
        if _agree(hints):
            return {**said, "hint": hints[0]} if hints[0] else said
        whose: dict[str, list[Any]] = {}  # each hint once, with those to whom it is said
        words = {str(step["hint"]): step["hint"] for step, _, _ in uses if step.get("hint")}
        for step, member, _ in uses:
            if step.get("hint"):
                whose.setdefault(str(step["hint"]), []).append(member["title"])
        return {**said, "hint": _joined([_marked(_joined(whose[key]), hint) for key, hint in words.items()], " ")}

    def _uses(self) -> list[tuple[Asked, Asked, Names]]:
        return [(s, m, names) for m, names in zip(self._members, self.names, strict=True) for s in m["steps"]]

    def _documents(self) -> list[Asked]:
        """What to bring, once for all of them."""
        found: dict[str, list[Asked]] = {}
        for member, names in zip(self._members, self.names, strict=True):
            for document in member.get("documents", []):
                found.setdefault(document["kind"], []).append(renamed(document, names))
        return [_one_document(same) for same in found.values()]

    def _minutes(self) -> int:
        first, *others = self._members
        minutes = float(first["minutes"])
        for member in others:
            every = _questions(member)
            own = [question for question in every if fact_of(question) not in self._shared]
            minutes += member["minutes"] * len(own) / len(every)
        return min(240, max(1, round(minutes)))


def _one_screen(shared: list[Place]) -> list[Place]:
    """The steps about what the office may look up, as one."""
    asking = [place for place in shared if place.step["id"] == LOOKUP]
    if len(asking) < 2:
        return shared
    questions = [
        {**question, "ask_if": place.step["ask_if"]} if "ask_if" in place.step else question
        for place in asking
        for question in place.step["questions"]
    ]
    whole = {key: value for key, value in asking[0].step.items() if key != "ask_if"}
    merged = Place({**whole, "questions": questions}, common=True)
    return [*(place for place in shared if place not in asking), merged]


def _shared_facts(members: Sequence[Asked]) -> set[str]:
    """Facts that at least two of them ask for in the same way."""
    seen: dict[str, list[Any]] = {}
    for member in members:
        for step in member["steps"]:
            for question in step["questions"]:
                if fact_of(question):
                    asked = {key: value for key, value in question.items() if key not in _OWN_WORDS}
                    asked["staff_only"] = bool(question.get("staff_only") or step.get("staff_only"))
                    seen.setdefault(fact_of(question), []).append(asked)
    lookups = f"{LOOKUP}."  # one screen asks about all that the office may look up
    return {fact for fact, asked in seen.items() if (len(asked) > 1 or fact.startswith(lookups)) and _agree(asked)}


def _own_step(step: Asked, questions: list[Asked], member: Asked, names: Names) -> Asked:
    changed: Asked = renamed({**step, "questions": questions}, names)
    changed["questions"] = [{**q, "id": names[q["id"]]} for q in changed["questions"]]
    return {**changed, "about": member["title"]}


def _questions(member: Asked) -> list[Asked]:
    return [question for step in member["steps"] for question in step["questions"]]


def _free(name: str, number: int, taken: set[str]) -> str:
    free = name
    while free in taken:
        ending = f"-{number}"
        free, number = name[: LONGEST_ID - len(ending)] + ending, number + 1
    return free


def _agree(values: Sequence[Any]) -> bool:
    return all(value == values[0] for value in values)


def _asks_itself(questions: Sequence[Asked]) -> bool:
    own = {question["id"] for question in questions}
    return any(own & set(names_in(question.get("ask_if"))) for question in questions)


def _all_of(first: Any, second: Any, names: Names) -> Any:
    both = [renamed(condition, names) for condition in (first, second) if condition]
    return None if not both else both[0] if len(both) == 1 else {"all_of": both}


def _any_of(conditions: list[Any]) -> Any:
    """None where one of them always asks."""
    if None in conditions:
        return None
    different = [c for at, c in enumerate(conditions) if c not in conditions[:at]]
    return different[0] if len(different) == 1 else {"any_of": different}


def _one_document(same: list[Asked]) -> Asked:
    whens = [document.get("when") for document in same]
    condition = _any_of([document.get("ask_if") for document in same])
    document = {key: value for key, value in same[0].items() if key not in ("when", "ask_if")}
    if None not in whens and _agree(whens):
        document["when"] = whens[0]
    return {**document, "ask_if": condition} if condition else document


def _channels(members: Sequence[Asked]) -> Asked:
    """On paper each has a form of its own."""
    ways = [member["channels"] for member in members]
    online = {way["online"] for way in ways}
    together = "none" if "none" in online else "pre_entry" if "pre_entry" in online else "full"
    return {"online": together, "counter": all(way["counter"] for way in ways), "paper": False, "post": False}


def _renamed_fact(fact: str, names: Names) -> str:
    kind, _, question = fact.partition(":")
    head, dot, rest = question.partition(".")
    return f"{kind}:{names[head]}{dot}{rest}" if question else kind


def _joined(texts: Sequence[Any], between: str = BETWEEN) -> Asked:
    """Texts one after another, in each language that any of them has."""
    return {key: between.join(_word(text, key) for text in texts) for key in LANGUAGES}


def _marked(title: Any, hint: Any) -> Asked:
    return {key: f"（{_word(title, key)}）{_word(hint, key)}" for key in LANGUAGES}


def _word(text: Any, language: str) -> str:
    fallback = (language, "easy", "ja") if language == "en" else (language, "ja")
    return str(next(text[key] for key in fallback if text.get(key)))
