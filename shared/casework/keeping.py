"""How long a record is kept after its end."""

from datetime import date, datetime

from shared.catalogue.procedure import Procedure
from shared.language import clock, open_days


def kept_until(procedure: Procedure, ended_at: datetime) -> date:
    """The last day of retention: so many whole fiscal years, begun with the one after the end.

    So the cities' rules on documents count (文書取扱規程: 翌年度の4月1日から起算).
    """
    year = open_days.fiscal_year(clock.in_japan(ended_at).date())
    return date(year + 1 + procedure.retention_years, 3, 31)
