"""Paper forms: blank from the catalogue, or filled in from a draft, a case or a record.

A blank form has an id of its own, a filled one the case's reference; neither opens anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic import JsonValue

from shared.casework import applying, bundle_parts, persons, ways
from shared.casework.cases import Case
from shared.casework.sides import Side
from shared.catalogue import journey
from shared.catalogue.bundle import parted
from shared.catalogue.procedure import Procedure, asked_hash
from shared.catalogue.questions.numbers import SEALED
from shared.catalogue.questions.question import Asking
from shared.errors import ActionNotAllowed, AnswerProblem, AnswersRefused, ValueRefused
from shared.printing.content import Addressee
from shared.printing.form.order import Cover, FormOrder
from shared.records.form_token import new_form_id
from shared.records.shapes import JsonObject

PAPER = "paper"
ADDRESSEE_KINDS = ("name", "postal", "address", "building")
STAFF = "staff"  # on paper everybody is asked what staff ask at the counter: the My Number, too


@dataclass(frozen=True)
class Setting:
    """How a form is set: `language` ja, ruby, easy or en; large print."""

    language: str = "ja"
    large: bool = False


def blank_form(procedure: Procedure, day: date, base_url: str, setting: Setting) -> FormOrder:
    """An empty form of the procedure as it is asked on that day, under a new form id. Raises ChannelClosed."""
    ways.check_channel(procedure, PAPER)
    asked = procedure.as_asked(day)
    return _order(asked, new_form_id(), {}, base_url, setting)


def half_filled_form(
    procedure: Procedure, raw: Mapping[str, object], day: date, base_url: str, setting: Setting
) -> FormOrder:
    """A form with some answers, kept nowhere. Raises ChannelClosed, AnswersRefused for what cannot be an answer."""
    order = blank_form(procedure, day, base_url, setting)
    asking = Asking(today=day, language=setting.language, channel=PAPER)
    return replace(order, answers=_known(order.procedure, _read(order.procedure, raw, asking)))


def forms_of_several(
    procedures: Sequence[Procedure], raw: Sequence[Mapping[str, object]], day: date, base_url: str, setting: Setting
) -> list[FormOrder]:
    """A form of each that has one, with some of its own answers, kept nowhere. Raises as `half_filled_form`;
    ChannelClosed where none of them is on paper.
    """
    on_paper = [one for one in zip(procedures, raw, strict=True) if ways.offered(one[0], PAPER)]
    if not on_paper:
        ways.check_channel(procedures[0], PAPER)
    return [half_filled_form(procedure, own, day, base_url, setting) for procedure, own in on_paper]


def forms_of_bundle(case: Case, base_url: str, setting: Setting) -> list[FormOrder]:
    """A form of each procedure of a bundle that is being written, with what is written. Each has a number of its own:
    the bundle can still be sent as it is. Raises ChannelClosed where none of them is on paper.
    """
    members = [(Procedure.from_asked(m.asked), m) for m in bundle_parts.members_of(case)]
    on_paper = [(procedure, member) for procedure, member in members if ways.offered(procedure, PAPER)]
    if not on_paper:
        ways.check_channel(members[0][0], PAPER)
    answers = applying.draft_of(case).answers
    return [
        _order(member.asked, new_form_id(), parted(answers, bundle_parts.names_of(member)), base_url, setting)
        for _, member in on_paper
    ]


def form_of_draft(side: Side, case: Case, setting: Setting) -> tuple[Case, FormOrder]:
    """A form with what the draft holds so far; the draft then lives 90 days (OBJECTS.md: Folder).

    Raises ActionNotAllowed for what was sent, ChannelClosed, FolderChanged.
    """
    order = order_of_draft(side, case, setting)
    return applying.keep_longer(side, case), order


def order_of_draft(side: Side, case: Case, setting: Setting) -> FormOrder:
    """The same form of a draft that is kept long enough already. Raises ActionNotAllowed, ChannelClosed."""
    draft = applying.draft_of(case)
    if case.sent:
        raise ActionNotAllowed("already_sent", status=str(case.status))
    ways.check_channel(case.procedure, PAPER)
    return _order(draft.asked, draft.reference, draft.answers, side.settings.base_url, setting)


def form_of_sent(
    asked: JsonObject, reference: str, answers: Mapping[str, JsonValue], base_url: str, setting: Setting
) -> FormOrder:
    """A form as a case was sent: the procedure as it was asked then, all answers, the reference."""
    return _order(asked, reference, answers, base_url, setting)


def with_cover(order: FormOrder, to_citizen: bool) -> FormOrder:
    """With an address sheet before it: to the citizen, where the answers say who and where, else to the office."""
    office = office_address(order.procedure)
    citizen = citizen_address(order.procedure, order.answers) if to_citizen else None
    return replace(order, cover=Cover(citizen, back=office) if citizen else Cover(office))


def office_address(procedure: Procedure) -> Addressee:
    """The section as it stands on an envelope."""
    city, section = procedure.city, procedure.section_details
    postal = "".join(character for character in city.postal or "" if character.isdigit())
    lines = tuple(text.say("ja") for text in (city.address, city.office) if text is not None)
    return Addressee(postal, lines, section.name.say("ja"), office=True)


def citizen_address(procedure: Procedure, answers: Mapping[str, JsonValue]) -> Addressee | None:
    """The applicant's own; None where name or address is not known."""
    texts = {key: value for key, value in answers.items() if isinstance(value, str)}
    if not persons.follows_names(procedure):
        return _by_kind(procedure, texts)
    name = " ".join(filter(None, (texts.get("applicant_sei"), texts.get("applicant_mei"))))
    name = name or texts.get("applicant_name", "")
    address = texts.get("applicant_address")
    if not name or not address:
        return None
    lines = tuple(filter(None, (address, texts.get("applicant_katagaki"))))
    return Addressee(texts.get("applicant_postal", ""), lines, name)


def _by_kind(procedure: Procedure, texts: dict[str, str]) -> Addressee | None:
    """Where the questions have names of their own: the first name, address, postal code and building."""
    found = {kind: texts.get(persons.first_of(procedure, kind) or "", "") for kind in ADDRESSEE_KINDS}
    if not found["name"] or not found["address"]:
        return None
    lines = tuple(filter(None, (found["address"], found["building"])))
    return Addressee(found["postal"], lines, found["name"])


def _order(asked: JsonObject, number: str, answers: Mapping[str, JsonValue], base: str, how: Setting) -> FormOrder:
    procedure = Procedure.from_asked(asked)
    known = _known(procedure, answers)
    return FormOrder(procedure, number, base, asked_hash(asked)[:4], known, language=how.language, large=how.large)


def _known(procedure: Procedure, answers: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The answers on the route. A My Number is taken out when answers are kept; none is ever printed."""
    numbers = {question.id for question in procedure.questions() if question.kind == "my_number"}
    masked = {key: SEALED if key in numbers and value else value for key, value in answers.items()}
    return journey.asked_answers(procedure, masked, STAFF)


def _read(procedure: Procedure, raw: Mapping[str, object], asking: Asking) -> dict[str, JsonValue]:
    """The answers given, one by one; what is required and missing is left to the pen."""
    answers: dict[str, JsonValue] = {}
    problems = list(journey.unknown_answers(procedure, raw))
    for question in procedure.questions():
        if question.empty(raw.get(question.id)):
            continue
        try:
            parsed = question.parse(raw[question.id], replace(asking, around=answers))
        except ValueRefused as refused:
            problems.append(AnswerProblem(question.id, refused.code, refused.params))
        except AnswersRefused as refused:
            problems += refused.errors
        else:
            answers[question.id] = parsed.stored
    if problems:
        raise AnswersRefused(problems)
    return answers
