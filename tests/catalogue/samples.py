"""Files and days that the tests of this room share."""

from datetime import date
from pathlib import Path

from shared.catalogue.questions.question import Asking

SMALL = Path(__file__).parent / "small.yaml"
SHIPPED = Path(__file__).parents[2] / "procedures.yaml"
DAY = date(2026, 11, 24)  # a Tuesday on which the office works
AT_HOME = Asking(DAY)
AT_COUNTER = Asking(DAY, channel="counter")
