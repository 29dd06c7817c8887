"""もらい忘れゼロ for what was sent: what follows from its answers, how much is known of it, and its sheet.

Its inside must be open: the citizen said yes, and gave the fact. Of a bundle all that were sent together count, and
none of them is suggested. Nothing of it is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.casework.carrying import known_in
from shared.casework.cases import Case, opened_together
from shared.casework.guiding import place_of_city
from shared.casework.sides import Side
from shared.catalogue import journey
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.catalogue.suggesting import Following, everything, following, joined
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


Sent = Sequence[Case]  # the case that was asked about, and those that were sent with it


def sent_together(side: Side, case: Case) -> Sent:
    """The case first, then the others of its bundle, which the same fact opens."""
    others = [one for one in opened_together(side, case) if one.reference != case.reference]
    return (case, *others)


def filed_on(case: Case) -> date:
    """The day in Japan on which it arrived."""
    received = case.front.received_at if case.front else None
    return clock.in_japan(received or clock.now()).date()


def possible(catalogue: Catalogue, sent: Sent) -> Following:
    """All that the procedures can bring, without a look at the answers; nothing from a sensitive case."""
    named = [(one.front.procedure_id, filed_on(one)) for one in sent if one.front and not one.front.sensitive]
    return joined([everything(catalogue, procedure, day) for procedure, day in named], _sent_ids(sent))


def found(catalogue: Catalogue, sent: Sent) -> Following:
    """What follows from the answers. Raises ActionNotAllowed while the case is closed; others that are closed (their
    word is another by now) bring nothing.
    """
    case = sent[0]
    if case.inside is None or case.front is None:
        raise ActionNotAllowed("action_not_allowed", action="more", status=str(case.status))
    open_ones = [
        following(catalogue, one.front.procedure_id, one.inside.answers, filed_on(one))
        for one in sent
        if one.front is not None and one.inside is not None and not one.front.sensitive
    ]
    return joined(open_ones, _sent_ids(sent))


def best_known(procedure: Procedure, sent: Sent) -> Case:
    """Of what was sent, the case from which most is carried over to a procedure."""
    open_ones = [one for one in sent if one.inside is not None]
    return max(open_ones, key=lambda one: len(known_in(procedure, one)), default=sent[0])


def effort(procedure: Procedure, sent: Sent) -> Effort:
    """How much of a suggested procedure is written already. Agreeing is no answer."""
    known = known_in(procedure, best_known(procedure, sent))
    asked = [
        question
        for step in journey.asked_steps(procedure, {}, "citizen")
        for question in journey.asked_questions(step, {}, "citizen")
        if question.needed("online") and question.kind != "consent"
    ]
    return Effort(sum(one.id in known for one in asked), sum(one.id not in known for one in asked))


def _sent_ids(sent: Sent) -> set[str]:
    return {one.front.procedure_id for one in sent if one.front}


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
