"""`madoguchi paper`: a procedure as a paper form, blank, half-filled, or filled from a draft or a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click

from shared.casework import bundle_parts, bundles, cases, forms
from shared.casework.forms import Setting
from shared.catalogue import catalogue as catalogues
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.cli import rooms
from shared.cli.apply import read_answers
from shared.cli.output import answer, as_json, message, refusing
from shared.errors import CatalogueError
from shared.language import clock
from shared.language.dates import show_date
from shared.language.wording import say
from shared.printing.content import Printed
from shared.printing.form.order import FormOrder
from shared.printing.form.paper import form_pdf
from shared.printing.form.several import forms_pdf
from shared.records.reference import show_reference, tidy_reference
from shared.settings import Settings, read_settings

LANGUAGES = ["ja", "ruby", "easy", "en"]
To = Literal["office", "citizen"]


@dataclass(frozen=True)
class Source:
    """Where answers come from; at most one of the three."""

    code: str | None
    reference: str | None
    answers: Path | None


@click.command()
@click.argument("procedures", nargs=-1, required=True)
@click.option("--code", help="Filled in from the draft of this code; the draft then lives 90 days.")
@click.option("--reference", help="Filled in from this record of the office; a row of the trail.")
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), help="Half-filled: question id → value.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The PDF.")
@click.option("--large", is_flag=True, help="Large print, larger boxes.")
@click.option("--ruby", is_flag=True, help="Readings over the kanji; the same as --lang ruby.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Beside Japanese; default: the draft's, else ja.")
@click.option("--envelope", type=click.Choice(["office", "citizen"]), help="An address sheet for a window envelope.")
@as_json
@refusing
def paper(
    procedures: Sequence[str],
    out: Path,
    large: bool,
    ruby: bool,
    lang: str | None,
    envelope: To | None,
    as_json: bool,
    **source: Any,
) -> None:
    """Print PROCEDURE as a paper form; several as one PDF behind a list of them, what they share filled in on each."""
    given = Source(source["code"], source["reference"], source["answers_file"])
    _check(given, out, ruby, lang)
    settings = read_settings()
    language = "ruby" if ruby else lang
    if len(procedures) > 1:
        _several(settings, procedures, given, Setting(language or "ja", large), out, envelope, as_json)
        return
    (procedure,) = procedures
    order, until = _ordered(settings, procedure, given, language, large)
    if envelope:
        order = _enveloped(order, envelope)
    _write(form_pdf(order), out)
    result = {"procedure": order.procedure.id, "number": order.number, "out": str(out), "expires_on": until}
    line = f"{show_reference(order.number)}  {out}"
    kept = say("cli.paper_kept", "ja", day=show_date(until, "ja")) if until else ""
    answer(result, as_json, f"{line}\n{kept}".rstrip())


def _several(
    settings: Settings,
    wanted: Sequence[str],
    given: Source,
    setting: Setting,
    out: Path,
    envelope: To | None,
    as_json: bool,
) -> None:
    """The forms of several, each with a number of its own; those that have none on paper are left out."""
    if given.reference or envelope:
        raise click.UsageError("--reference and --envelope are for one procedure")
    if given.code is not None:
        side = rooms.front(settings)
        case = cases.case_by_code(side, given.code)
        _same(",".join(wanted), ",".join(one.procedure_id for one in bundle_parts.members_of(case)), "--code")
        orders = forms.forms_of_bundle(case, settings.base_url, setting)
    else:
        raw = read_answers(given.answers) if given.answers else {}
        found = [_procedure(settings, one) for one in dict.fromkeys(wanted)]
        parted = bundles.parted_raw(_catalogue(settings), [one.id for one in found], raw)
        orders = forms.forms_of_several(found, parted, clock.today(), settings.base_url, setting)
    _write(forms_pdf(orders), out)
    result = {"forms": [{"procedure": one.procedure.id, "number": one.number} for one in orders], "out": str(out)}
    answer(result, as_json, "\n".join(f"{show_reference(one.number)}  {one.procedure.id}" for one in orders))


def _write(printed: Printed, out: Path) -> None:
    out.write_bytes(printed.pdf)
    if printed.missing:
        message("〓: " + " ".join(f"U+{ord(c[0]):04X}" for c in printed.missing))


def _check(given: Source, out: Path, ruby: bool, lang: str | None) -> None:
    if sum(one is not None for one in (given.code, given.reference, given.answers)) > 1:
        raise click.UsageError("only one of --code, --reference, --answers")
    if ruby and lang not in (None, "ruby"):
        raise click.UsageError("--ruby is --lang ruby; only one language stands beside Japanese")
    if not out.absolute().parent.is_dir():
        raise click.BadParameter(f"{out.parent} is no folder", param_hint="--out")


def _ordered(
    settings: Settings, wanted: str, given: Source, language: str | None, large: bool
) -> tuple[FormOrder, str | None]:
    """The order, and until when a draft is kept now."""
    if given.code is not None:
        side = rooms.offering_front(settings)
        case = cases.case_by_code(side, given.code)
        if case.draft is not None:
            _same(wanted, case.draft.procedure_id, "--code")
        case, order = forms.form_of_draft(side, case, Setting(language or case.language, large))
        return order, case.row.expires_on.isoformat()
    setting = Setting(language or "ja", large)
    if given.reference is not None:
        return _of_record(settings, wanted, given.reference, setting), None
    asked = _procedure(settings, wanted)
    if given.answers is not None:
        raw = read_answers(given.answers)
        return forms.half_filled_form(asked, raw, clock.today(), settings.base_url, setting), None
    return forms.blank_form(asked, clock.today(), settings.base_url, setting), None


def _of_record(settings: Settings, wanted: str, reference: str, setting: Setting) -> FormOrder:
    from shared.casework import opened
    from shared.cli.records import operator

    office = rooms.office(settings)
    case = opened.read_case(office, operator(office), tidy_reference(reference))
    _same(wanted, case.procedure.id, "--reference")
    row, body = case.submission, case.body
    return forms.form_of_sent(body.procedure.asked, row.reference, body.answers, settings.base_url, setting)


def _same(wanted: str, found: str, hint: str) -> None:
    if wanted != found:
        raise click.BadParameter(f"that is a case of {found}, not of {wanted}", param_hint=hint)


def _procedure(settings: Settings, wanted: str) -> Procedure:
    catalogue = _catalogue(settings)
    try:
        return catalogue.procedure(wanted)
    except KeyError:
        raise click.BadParameter(f"no procedure has the id {wanted}", param_hint="PROCEDURE") from None


def _catalogue(settings: Settings) -> Catalogue:
    try:
        return catalogues.load(settings.catalogue, *settings.sides)
    except CatalogueError as error:
        for line in catalogues.problems_as_lines(error.problems):
            message(line)
        raise


def _enveloped(order: FormOrder, to: To) -> FormOrder:
    covered = forms.with_cover(order, to_citizen=to == "citizen")
    if to == "citizen" and (covered.cover is None or covered.cover.back is None):
        raise click.BadParameter("the answers hold no name and address to send it to", param_hint="--envelope")
    return covered
