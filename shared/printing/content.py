"""What the sheets show, already in words: all that printing is told. Nothing here knows a store or a key.

A caller (casework) says facts and words of the case; labels, dates and fixed sentences are added by printing
from `wording/<language>/printing.yaml`. A receipt holds no answer, no birth date and no telephone number of
the citizen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

SheetKind = Literal["receipt", "pre_entry"]
Paper = Literal["a4", "80mm"]
Channel = Literal["online", "counter", "paper", "post", "phone"]
Acting = Literal["self", "agent", "messenger"]
FeeState = Literal["none", "unpaid", "paid"]
PaidAt = Literal["counter", "online", "post", "none"]
DayIs = Literal["on", "about", "by"]
OwedWhy = Literal["notice_owed", "telling_owed"]
FactKind = Literal["birth_date", "phone_tail", "own_word"]


@dataclass(frozen=True)
class Words:
    """One text in Japanese and in the citizen's second language; `second` is "" where there is none.

    Both may hold ruby as `{漢字|かんじ}`: drawn for the languages `ruby` and `easy`, dropped for the others.
    Words are ours (wording files, catalogue); what a person typed is given as plain `str`, so that it is
    never read as markup.
    """

    ja: str
    second: str = ""


class SpokenText(Protocol):
    """A text of the catalogue: Japanese and, where written, easy Japanese and English, with ruby markup."""

    @property
    def ja(self) -> str: ...
    @property
    def easy(self) -> str | None: ...
    @property
    def en(self) -> str | None: ...


def words_of(text: SpokenText, language: str = "ja") -> Words:
    """The catalogue's text in Japanese and beside it in `language` (missing there: easy Japanese)."""
    if language not in ("easy", "en"):
        return Words(text.ja)
    second = (text.en if language == "en" else None) or text.easy or ""
    return Words(text.ja, "" if second == text.ja else second)


@dataclass(frozen=True)
class NextStep:
    """What happens next. `when` in words, or `day` (Japan) and how it is meant: on, about, by that day."""

    text: Words
    when: Words = Words("")
    day: date | None = None
    day_is: DayIs = "about"


@dataclass(frozen=True)
class FeeShown:
    """`amount` in words (`300円`); `paid_at` says where. `state="none"`: nothing is to be paid yet, "" says so."""

    state: FeeState = "none"
    amount: Words = Words("")
    paid_at: PaidAt = "none"


@dataclass(frozen=True)
class FactAsked:
    """Which fact opens the case: kind and the question's label (`お子さんの生年月日`), never its value."""

    kind: FactKind
    label: Words = Words("")


@dataclass(frozen=True)
class Place:
    """Whose sheet it is and where to go with it."""

    city: Words  # 松江市
    section: Words  # 市民課
    counter: str  # 1-6 ("" if none)
    floor: Words  # 1階 南
    telephone: str  # of the office
    office: Words = Words("")  # 松江市役所; "" prints the city's name alone


@dataclass(frozen=True)
class Addressee:
    """Who stands in the window of the envelope: postal code (7 digits, "" for none), lines, name.

    `office`: the name is a section of ours (行), not a person (様).
    """

    postal: str
    lines: tuple[str, ...]
    name: str
    office: bool = False


@dataclass(frozen=True)
class VisitShown:
    """A booked visit: when (UTC), and whose desks."""

    starts_at: datetime
    line: Words
    counters: tuple[str, ...]


@dataclass(frozen=True)
class ReceiptContent:
    """All that a receipt shows. `kind="pre_entry"`: saved answers of a notification that is not yet made.

    Times are UTC and aware, days are days in Japan. `reference` and `code` may come grouped or not;
    `proof_url` and `code_url` are as `records.proof` writes them (upper case). Without `code` the sheet has
    no tear-off strip, without `proof_url` no proof QR (a pre-entry sheet).
    """

    place: Place
    reference: str
    title: Words
    received_at: datetime
    applicant: str  # masked: 見○ 花○
    channel: Channel
    kind: SheetKind = "receipt"
    acting: Acting = "self"
    agent: str = ""  # masked name of the agent or messenger
    helper: str = ""  # who helped at the counter, as staff are shown (市民課 松江); "" when nobody did
    register_number: str = ""
    fee: FeeShown = FeeShown()
    next_steps: tuple[NextStep, ...] = ()
    notes: tuple[Words, ...] = ()
    visit: VisitShown | None = None  # of a pre-entry: the booked time
    bring: tuple[Words, ...] = ()  # of a pre-entry: what to bring to the counter
    seen_from: datetime | None = None  # from when it can be seen online, where that is not at once
    seen_until: date | None = None
    proof_url: str = ""
    code: str = ""
    code_url: str = ""
    fact: FactAsked | None = None
    language: str = "ja"  # ja, ruby, easy, en
    reprinted_at: datetime | None = None
    sample: bool = False  # practice or demo: 見本 is printed across the head
    together: tuple["ReceiptContent", ...] = ()  # what was sent with it: one sheet for all, each with its own proof


@dataclass(frozen=True)
class CopyRow:
    """One question and its answer as the citizen saw them. `value` is plain text, lines divided by \\n."""

    label: Words
    value: str


@dataclass(frozen=True)
class CopyPart:
    """One step's rows under its title."""

    title: Words
    rows: tuple[CopyRow, ...]


@dataclass(frozen=True)
class CopyContent:
    """The citizen's copy of the answers: a sheet of its own, without code and without QR.

    My Number answers must come hidden already (`journey.shown` does that).
    """

    place: Place
    reference: str
    title: Words
    received_at: datetime | None  # None: not yet sent; the sheet says so
    parts: tuple[CopyPart, ...]
    printed_at: datetime
    language: str = "ja"
    sample: bool = False


@dataclass(frozen=True)
class LetterContent:
    """A letter to the person in whose name something was filed: no code, no QR, no answer, nobody else's name.

    `why`: "notice_owed" (identity was not confirmed) or "telling_owed" (as agreed). `to`: None where no address may
    stand on it. `title` is empty where the procedure is not to be named. `written_on` is a day in Japan.
    """

    place: Place
    sender: Addressee
    hours: Words
    to: Addressee | None
    name: str
    why: OwedWhy
    title: Words
    reference: str
    received_at: datetime
    channel: Channel
    acting: Acting
    written_on: date
    language: str = "ja"


@dataclass(frozen=True)
class GuideEntry:
    """One procedure on a guide's sheet. `deadline` is a day in Japan; `fee` None where nothing is paid."""

    title: Words
    section: Words
    counter: str
    floor: Words | None
    telephone: str
    deadline: date | None = None
    deadline_words: Words | None = None
    passed: bool = False
    from_home: bool = False
    fee: Words | None = None
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True)
class GuideDocument:
    """Something to bring; `when` says who brings it, empty for everybody."""

    title: Words
    when: tuple[Words, ...] = ()


@dataclass(frozen=True)
class GuideDay:
    """A coming day or period of the year, both ends in Japan."""

    title: Words
    begins: date
    until: date


@dataclass(frozen=True)
class GuideContent:
    """What follows from a guide, to take along: no answer and nobody's name. `url`: what its QR holds.

    `more`: what else somebody can have who has filed (もらい忘れゼロ), with the days of the year.
    """

    place: Place
    title: Words
    entries: tuple[GuideEntry, ...]
    bring: tuple[GuideDocument, ...]
    notes: tuple[Words, ...]
    external: tuple[Words, ...]
    fee_total: int
    fee_varies: bool
    fee_later: bool
    printed_on: date
    url: str
    language: str = "ja"
    more: bool = False
    days: tuple[GuideDay, ...] = ()


@dataclass(frozen=True)
class RecoveryContent:
    """The recovery key of an office, printed at the first start and never stored.

    `secret` is the private half as text of `0-9 A-Z` (no look-alikes), any length; it is printed in numbered
    lines of five groups of four and as one QR where it fits. `fingerprint` names the public half.
    """

    city: Words
    key_id: str
    secret: str
    fingerprint: str
    made_at: datetime
    copies: int = 2
    sample: bool = False


@dataclass(frozen=True)
class Printed:
    """A finished sheet. `missing`: characters that no font has, printed as 〓, for staff; each once."""

    pdf: bytes
    missing: tuple[str, ...] = field(default=())


def once(characters: Sequence[str]) -> tuple[str, ...]:
    """The characters in the order of their first appearance, each once."""
    return tuple(dict.fromkeys(characters))
