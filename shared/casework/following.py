"""もらい忘れゼロ for a sent case: what follows from its answers, how much is known of it, and its sheet.

Its inside must be open: the citizen said yes, and gave the fact. Nothing of it is kept.
"""

from dataclasses import dataclass
from datetime import date

from shared.casework.carrying import known_in
from shared.casework.cases import Case
from shared.casework.guiding import place_of_city
from shared.catalogue import journey
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.catalogue.suggesting import Following, everything, following
from shared.errors import ActionNotAllowed
from shared.language import clock
from shared.language.wording import say
from shared.printing.content import GuideContent, GuideDay, GuideEntry, Printed, Words, words_of
from shared.printing.guide import guide_pdf


@dataclass(frozen=True)
class Effort:
    """Required answers of a suggested procedure: those that can be carried over, and those that are new."""

    known: int
    new: int


def filed_on(case: Case) -> date:
    """The day in Japan on which it arrived."""
    received = case.front.received_at if case.front else None
    return clock.in_japan(received or clock.now()).date()


def possible(catalogue: Catalogue, case: Case) -> Following:
    """All that its procedure can bring, without a look at the answers; nothing for a sensitive case."""
    if case.front is None or case.front.sensitive:
        return Following()
    return everything(catalogue, case.front.procedure_id, filed_on(case))


def found(catalogue: Catalogue, case: Case) -> Following:
    """What follows from its answers. Raises ActionNotAllowed while it is closed."""
    if case.inside is None or case.front is None:
        raise ActionNotAllowed("action_not_allowed", action="more", status=str(case.status))
    if case.front.sensitive:
        return Following()
    return following(catalogue, case.front.procedure_id, case.inside.answers, filed_on(case))


def effort(procedure: Procedure, case: Case) -> Effort:
    """How much of a suggested procedure is written already. Agreeing is no answer."""
    known = known_in(procedure, case)
    asked = [
        question
        for step in journey.asked_steps(procedure, {}, "citizen")
        for question in journey.asked_questions(step, {}, "citizen")
        if question.needed("online") and question.kind != "consent"
    ]
    return Effort(sum(one.id in known for one in asked), sum(one.id not in known for one in asked))


def sheet(catalogue: Catalogue, shown: Following, base_url: str, language: str) -> Printed:
    """In large print to take along: nobody's name and no answer. Raises SettingsError("font_missing")."""
    entries = [_entry(one.procedure, words_of(one.suggestion.why, language), language) for one in shown.suggested]
    second = say("screens.more_title", language) if language in ("easy", "en") else ""
    content = GuideContent(
        place=place_of_city(catalogue, language),
        title=Words(say("screens.more_title"), second),
        entries=tuple(entries),
        bring=(),
        notes=(),
        external=(),
        fee_total=0,
        fee_varies=False,
        fee_later=False,
        printed_on=clock.today(),
        url=base_url.upper(),
        language=language,
        more=True,
        days=tuple(GuideDay(words_of(one.yearly.title, language), one.begins, one.until) for one in shown.days),
    )
    return guide_pdf(content)


def _entry(procedure: Procedure, why: Words, language: str) -> GuideEntry:
    sign = procedure.section_details
    return GuideEntry(
        title=words_of(procedure.title, language),
        section=words_of(sign.name, language),
        counter=sign.counter or "",
        floor=words_of(sign.floor, language) if sign.floor else None,
        telephone=sign.telephone,
        from_home=procedure.channels.online == "full",
        notes=(why,),
    )
