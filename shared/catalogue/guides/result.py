"""What follows from the answers to a guide: procedures in order with deadlines, what to bring, what it costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shared.catalogue import deadlines, fees
from shared.catalogue.bundle import MOST
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.conditions import Answers, holds
from shared.catalogue.fees import Fee
from shared.catalogue.guides.guide import Guide, GuideRule
from shared.catalogue.procedure import Procedure
from shared.catalogue.texts import Text


@dataclass(frozen=True)
class Entry:
    """One procedure of a result. `deadline`: its last day, where the day of the event is known.

    `passed`: that day is over. `notes` say what the guide adds.
    """

    procedure: Procedure
    deadline: date | None
    passed: bool
    fee: Fee
    notes: tuple[Text, ...] = ()

    @property
    def deadline_words(self) -> Text | None:
        """The deadline as the office says it."""
        return self.procedure.deadline.text if self.procedure.deadline else None

    @property
    def priced_later(self) -> bool:
        """True where the office tells the price later, in its own words."""
        rule = self.procedure.fee
        return self.fee.amount_yen == 0 and rule.words is not None and self.fee.words == rule.words

    @property
    def from_home(self) -> bool:
        """True where the whole filing can be sent from home; not where the law wants a card's signature."""
        return self.procedure.channels.online == "full" and self.procedure.identity_online != "card_signature"

    @property
    def begun_at_home(self) -> bool:
        """True where it can at least be written at home before coming."""
        return not self.from_home and self.procedure.channels.online != "none"

    @property
    def at_the_counter(self) -> bool:
        return self.procedure.channels.counter


@dataclass(frozen=True)
class Brought:
    """One document, once for all procedures; `when`: who brings it, empty for everybody."""

    kind: str
    title: Text
    hint: Text | None
    when: tuple[Text, ...]


@dataclass(frozen=True)
class Result:
    """Everything that follows. `fee_varies`: the sum is for one of each, more cost more; `fee_later`: of some the
    price is told later.
    """

    guide: Guide
    day: date
    entries: tuple[Entry, ...]
    bring: tuple[Brought, ...]
    notes: tuple[Text, ...]
    external: tuple[Text, ...]
    fee_total: int
    fee_varies: bool
    fee_later: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """The procedures, in order."""
        return tuple(entry.procedure.id for entry in self.entries)

    @property
    def together_at_home(self) -> tuple[str, ...]:
        """Those that can be written at home as one bundle, in order: those that are sent from there; where these are
        not several, those that are at least begun there. () where there is nothing to put together.
        """
        sent = [one for one in self.entries if one.from_home]
        return _several(sent) or _several([one for one in self.entries if one.begun_at_home])

    @property
    def together_at_the_counter(self) -> tuple[str, ...]:
        """Those that can be written as one bundle with a visitor, in order; () where that is not several."""
        return _several([one for one in self.entries if one.at_the_counter])


def result_of(catalogue: Catalogue, guide: Guide, answers: Answers, day: date) -> Result:
    """The result of these answers as of `day` (today in Japan). `answers` are as `read_answers` gave them."""
    rules = [rule for rule in guide.rules if rule.holds_on(day) and holds(rule.when, answers)]
    ids = list(dict.fromkeys([*guide.always, *(name for rule in rules for name in rule.procedures)]))
    entries = tuple(_entry(catalogue.procedure(name), guide, rules, answers, day) for name in ids)
    return Result(
        guide,
        day,
        entries,
        bring=tuple(_bring(catalogue, entries, rules)),
        notes=_once(rule.note for rule in rules if not rule.procedures and rule.note is not None),
        external=_once(words for rule in rules for words in rule.external),
        fee_total=sum(entry.fee.amount_yen for entry in entries),
        fee_varies=any(_varies(entry.procedure) for entry in entries),
        fee_later=any(entry.priced_later for entry in entries),
    )


def _several(entries: Sequence[Entry]) -> tuple[str, ...]:
    """As many as one bundle holds. What is sensitive is written alone: a bundle names what it is made of."""
    ids = tuple(one.procedure.id for one in entries if not one.procedure.sensitive)[:MOST]
    return ids if len(ids) > 1 else ()


def _entry(named: Procedure, guide: Guide, rules: Sequence[GuideRule], answers: Answers, day: date) -> Entry:
    procedure = named.on(day)
    last = _last_day(procedure, guide, answers)
    notes = _once(rule.note for rule in rules if procedure.id in rule.procedures and rule.note is not None)
    fee = fees.fee_of(procedure, {}, "counter", day)
    return Entry(procedure, last, last is not None and last < day, fee, notes)


def _last_day(procedure: Procedure, guide: Guide, answers: Answers) -> date | None:
    """The procedure's own deadline, reckoned from the guide's day that it runs from."""
    for question in guide.questions:
        if procedure.id in question.deadlines:
            event = fees.day_at(answers, question.id)
            if event is not None:
                return deadlines.last_day_after(procedure, event)
    return None


def _bring(catalogue: Catalogue, entries: Sequence[Entry], rules: Sequence[GuideRule]) -> Iterator[Brought]:
    """Each document once: first what everybody brings, then what some do. A guide's own word counts for everybody."""
    kinds = {kind.id: kind for kind in catalogue.document_kinds}
    needed: dict[str, list[Text | None]] = {}
    for name in dict.fromkeys(name for rule in rules for name in rule.bring):
        needed[name] = [None]
    for entry in entries:
        for document in entry.procedure.documents:
            needed.setdefault(document.kind, []).append(document.when)
    found = [
        Brought(name, kinds[name].title, kinds[name].hint, () if None in whens else _once(filter(None, whens)))
        for name, whens in needed.items()
    ]
    yield from (one for one in found if not one.when)
    yield from (one for one in found if one.when)


def _varies(procedure: Procedure) -> bool:
    """True where the sum hangs on answers that the guide does not ask."""
    return any(rule.per or rule.by or rule.free_if or rule.extra for rule in procedure.fee_versions)


def _once(texts: Iterable[Text]) -> tuple[Text, ...]:
    return tuple({text.ja: text for text in texts}.values())
