"""The office itself: city, sections, shelves, life events, documents that people bring, news."""

from pydantic import Field

from shared.catalogue.conditions import Condition
from shared.catalogue.model import Dated, Day, Frozen, Id, Words
from shared.catalogue.texts import Text


class City(Frozen):
    """The city whose office this is."""

    name: Text
    office: Text
    telephone: Words
    hours: Text
    postal: Words | None = None
    address: Text | None = None
    website: Words | None = None


class Section(Frozen):
    """A section (担当課). `register_mark` stands in register numbers (収受番号)."""

    id: Id
    name: Text
    counter: Words | None = None
    floor: Text | None = None
    telephone: Words
    register_mark: Words


class Category(Frozen):
    """A shelf to find procedures on."""

    id: Id
    title: Text
    hint: Text | None = None
    icon: Words | None = None


class LifeEvent(Frozen):
    """Something that happens to people and brings procedures with it."""

    id: Id
    title: Text
    icon: Words | None = None
    hint: Text | None = None


class DocumentKind(Frozen):
    """A document that people bring, described once. `held`: what the office looks up instead, and where, if one
    consents.
    """

    id: Id
    title: Text
    hint: Text | None = None
    held: Text | None = None


class NeededDocument(Frozen):
    """A document that a procedure asks for: `kind` is the DocumentKind's id, `when` says who brings it."""

    kind: Id
    title: Text
    hint: Text | None = None
    held: Text | None = None
    when: Text | None = None
    ask_if: Condition | None = None


class Related(Frozen):
    """Another section that matters for whoever is here: a sentence for staff, and a procedure that we have for it."""

    section: Id
    for_staff: Text
    ask_if: Condition | None = None
    procedure: Id | None = None


class Notice(Dated):
    """News of the office (お知らせ) on the first page, from one day to another, both included, days in Japan.

    Both days are asked for: news that nobody takes down is soon wrong. `body` gives it a page of its own;
    `procedure` is the id of the procedure that it is about.
    """

    id: Id
    from_day: Day = Field(alias="from")
    until: Day
    title: Text
    body: Text | None = None
    procedure: Id | None = None
