"""What a case costs and until when it has to be in, as they stand today: said before one sends."""

from shared.casework.cases import Case
from shared.catalogue import deadlines, fees
from shared.language import clock
from shared.language.dates import show_date_html
from shared.screens.parts import tongue
from shared.screens.sheets import Fact, facts_html


def terms_html(case: Case, language: str) -> str:
    """The fee, and the last day where there is one."""
    t, today = tongue(language), clock.today()
    fee = fees.fee_of(case.procedure, case.answers, case.channel, today)
    last = deadlines.last_day_of(case.procedure, case.answers, today)
    facts = [Fact("yen", t("moving.of_fee"), f"<b>{fee.words.html(language)}</b>")]
    if last is not None:
        facts.append(Fact("clock", t("moving.of_deadline"), show_date_html(last.isoformat(), language)))
    return facts_html(facts)
