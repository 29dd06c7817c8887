"""Forms to print in tests: blank ones, and the samples' answers as they would be kept."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from shared.casework.forms import Setting, blank_form, half_filled_form
from shared.catalogue import catalogue as catalogues
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.language import clock
from shared.printing.content import Printed
from shared.printing.form.order import FormOrder
from shared.printing.form.paper import form_pdf
from tests.samples.sample_cases import Sample, samples

BASE = "https://madoguchi.city.matsue.example.lg.jp"
PAPER = Path(__file__).parents[2] / "procedures.yaml"


def catalogue() -> Catalogue:
    return catalogues.load(PAPER)


PROCEDURES = [procedure.id for procedure in catalogue().procedures if procedure.channels.paper]
SAMPLES = [one for one in samples() if one.procedure in PROCEDURES]


def procedure(procedure_id: str) -> Procedure:
    """As asked today."""
    return catalogue().procedure(procedure_id).on(clock.today())


def blank(procedure_id: str, language: str = "ja", large: bool = False) -> FormOrder:
    return blank_form(catalogue().procedure(procedure_id), clock.today(), BASE, Setting(language, large))


def filled(sample: Sample, **changes: Any) -> FormOrder:
    """The sample's own answers on its form; None takes one out."""
    answers = {key: value for key, value in (sample.answers | changes).items() if value is not None}
    return half_filled_form(catalogue().procedure(sample.procedure), answers, clock.today(), BASE, Setting())


def sample(procedure_id: str, name: str) -> Sample:
    return next(one for one in SAMPLES if (one.procedure, one.name) == (procedure_id, name))


@lru_cache(maxsize=40)
def printed(procedure_id: str, language: str = "ja", large: bool = False) -> tuple[FormOrder, Printed]:
    """A blank form, printed once for all tests that look at it."""
    order = blank(procedure_id, language, large)
    return order, form_pdf(order)
