"""Leading people who do not know what things are called: answers to a guide → what to do, its address, its sheet.

A guide needs no case and keeps nothing: whoever asks holds the answers.
"""

from collections.abc import Mapping

from pydantic import JsonValue

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.conditions import Answers
from shared.catalogue.guides import answering, choices
from shared.catalogue.guides.guide import Guide
from shared.catalogue.guides.result import Brought, Entry, Result, result_of
from shared.catalogue.questions.question import Asking
from shared.errors import AnswerProblem, AnswersRefused
from shared.language import clock
from shared.printing.content import GuideContent, GuideDocument, GuideEntry, Place, Printed, Words, words_of
from shared.printing.guide import guide_pdf

TOGETHER = "contradiction"  # the place of what is said of several answers together


def answers_of(guide: Guide, raw: Mapping[str, object], language: str) -> dict[str, JsonValue]:
    """The answers as they are kept. Raises AnswersRefused, also for answers that cannot both be true."""
    answers = answering.read_answers(guide, raw, Asking(clock.today(), language))
    told = answering.contradictions(guide, answers)
    if told:
        raise AnswersRefused(
            [AnswerProblem(TOGETHER, "answers_contradict", {"text": text.say(language)}) for text in told]
        )
    return answers


def readable(guide: Guide, raw: Mapping[str, object], language: str) -> dict[str, JsonValue]:
    """Of some answers those that can be kept; what cannot be one is passed over, and so are contradictions."""
    return answering.readable(guide, raw, Asking(clock.today(), language))


def result(catalogue: Catalogue, guide: Guide, answers: Answers) -> Result:
    """What follows from the answers, today."""
    return result_of(catalogue, guide, answers, clock.today())


def together(catalogue: Catalogue, guide: Guide, answers: Answers, *, at_home: bool) -> tuple[str, ...]:
    """The procedures that can be written as one bundle, for an address: nothing that follows from what no address may
    hold is among them.
    """
    today = clock.today()
    public = {} if guide.sensitive else answering.public_answers(guide, answers, today)
    found = result_of(catalogue, guide, public, today)
    return found.together_at_home if at_home else found.together_at_the_counter


def address(base_url: str, guide: Guide, answers: Answers) -> str:
    """What the sheet's QR holds: choices only, no day, nothing sensitive (docs/objects.md)."""
    public = answering.public_answers(guide, answers, clock.today())
    return f"{base_url.rstrip('/')}/G/{choices.address_of(guide, public)}".upper()


def hidden_on_paper(guide: Guide, answers: Answers) -> bool:
    """True where something was answered that no sheet may show."""
    return dict(answers) != answering.public_answers(guide, answers, clock.today())


def sheet(catalogue: Catalogue, guide: Guide, answers: Answers, base_url: str, language: str) -> Printed:
    """The sheet to take along: of what may be printed. Raises SettingsError("font_missing")."""
    today = clock.today()
    shown = result_of(catalogue, guide, answering.public_answers(guide, answers, today), today)
    return guide_pdf(_content(catalogue, shown, address(base_url, guide, answers), language))


def _content(catalogue: Catalogue, shown: Result, url: str, language: str) -> GuideContent:
    return GuideContent(
        place=place_of_city(catalogue, language),
        title=words_of(shown.guide.title, language),
        entries=tuple(_entry(entry, language) for entry in shown.entries),
        bring=tuple(_document(one, language) for one in shown.bring),
        notes=tuple(words_of(text, language) for text in shown.notes),
        external=tuple(words_of(text, language) for text in shown.external),
        fee_total=shown.fee_total,
        fee_varies=shown.fee_varies,
        fee_later=shown.fee_later,
        printed_on=shown.day,
        url=url,
        language=language,
    )


def place_of_city(catalogue: Catalogue, language: str) -> Place:
    city = catalogue.city
    return Place(
        city=words_of(city.name, language),
        section=Words(""),
        counter="",
        floor=Words(""),
        telephone=city.telephone,
        office=words_of(city.office, language),
    )


def _entry(entry: Entry, language: str) -> GuideEntry:
    sign, words = entry.procedure.section_details, entry.deadline_words
    return GuideEntry(
        title=words_of(entry.procedure.title, language),
        section=words_of(sign.name, language),
        counter=sign.counter or "",
        floor=words_of(sign.floor, language) if sign.floor else None,
        telephone=sign.telephone,
        deadline=entry.deadline,
        deadline_words=words_of(words, language) if words else None,
        passed=entry.passed,
        from_home=entry.from_home,
        fee=words_of(entry.fee.words, language) if entry.fee.amount_yen or entry.priced_later else None,
        notes=tuple(words_of(note, language) for note in entry.notes),
    )


def _document(one: Brought, language: str) -> GuideDocument:
    return GuideDocument(words_of(one.title, language), tuple(words_of(text, language) for text in one.when))
