"""Fee and deadline of a procedure, changed without writing YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shared.catalogue.editing.blocks import Block
from shared.catalogue.editing.texts import languages_of, text_changes
from shared.catalogue.editing.versions import Changes, newest, with_version
from shared.catalogue.editing.written import Value, Written
from shared.errors import ValueRefused

Languages = Mapping[str, str]


@dataclass(frozen=True)
class Fee:
    """The newest fee as it is written. `by`: option → yen, where the answer decides; `extra`: what may be added."""

    amount: int
    by: Mapping[str, int] = field(default_factory=dict)
    extra: tuple[int, ...] = ()
    words: Languages = field(default_factory=dict)


@dataclass(frozen=True)
class Deadline:
    """The newest deadline: so many days, and the sentence that says it. None: no days are reckoned."""

    days: int | None
    text: Languages


def fee_of(block: Block) -> Fee:
    """Raises ValueRefused where the lines cannot be read."""
    written = Written(block.text)
    version = _version(written, "fee")
    if version is None:
        raise ValueRefused("proposal_yaml")
    amounts = written.get(version, "by")
    inner = written.get(amounts, "amounts") if amounts is not None else None
    words = written.get(version, "words")
    return Fee(
        _number(written.word(version, "amount")),
        {name: _number(written.word(value)) for name, _, value in written.entries(inner)} if inner else {},
        tuple(_number(written.word(one, "amount")) for one in written.members(written.get(version, "extra"))),
        languages_of(written, words) if words is not None else {},
    )


def with_fee(block: Block, fee: Fee, day: date | None) -> str:
    """The lines with another fee from that day on; None: the newest one is put right. Raises ValueRefused."""
    written = Written(block.text)

    def change(version: Value) -> Changes:
        amounts = written.get(version, "by")
        inner = written.get(amounts, "amounts") if amounts is not None else None
        found: dict[tuple[int, int], str] = {}
        _put(found, written.get(version, "amount"), fee.amount)
        for name, _, value in written.entries(inner) if inner is not None else ():
            _put(found, value, fee.by[name])
        for one, amount in zip(written.members(written.get(version, "extra")), fee.extra, strict=True):
            _put(found, written.get(one, "amount"), amount)
        words = written.get(version, "words")
        return {**found, **(text_changes(written, words, fee.words) if words is not None and fee.words else {})}

    return with_version(written, _procedure(written), "fee", change, day)


def deadline_of(block: Block) -> Deadline | None:
    """None where the procedure has none."""
    written = Written(block.text)
    version = _version(written, "deadline")
    if version is None:
        return None
    days, text = written.word(version, "days"), written.get(version, "text")
    return Deadline(_number(days) if days else None, languages_of(written, text) if text is not None else {})


def with_deadline(block: Block, deadline: Deadline, day: date | None) -> str:
    """As `with_fee`, of the last day. Raises ValueRefused."""
    written = Written(block.text)

    def change(version: Value) -> Changes:
        found: dict[tuple[int, int], str] = {}
        days, text = written.get(version, "days"), written.get(version, "text")
        if days is not None and deadline.days is not None:
            _put(found, days, deadline.days)
        return {**found, **(text_changes(written, text, deadline.text) if text is not None else {})}

    return with_version(written, _procedure(written), "deadline", change, day)


def _procedure(written: Written) -> Value:
    found = written.members(written.root)
    if not found:
        raise ValueRefused("proposal_yaml")
    return found[0]


def _version(written: Written, key: str) -> Value | None:
    value = written.get(_procedure(written), key)
    return newest(written, value) if value is not None else None


def _number(word: str | None) -> int:
    if word is None or not word.isdigit():
        raise ValueRefused("proposal_yaml")
    return int(word)


def _put(found: dict[tuple[int, int], str], value: Value | None, number: int) -> None:
    if value is not None:
        found[(value.start, value.end)] = str(number)
