"""`madoguchi guide`: the procedures that follow from a few answers, in order, with their deadlines."""

from pathlib import Path
from typing import Any

import click

from shared.casework import guiding
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.guides.guide import Guide, GuideQuestion
from shared.catalogue.guides.result import Brought, Entry, Result
from shared.cli.catalogue import loaded
from shared.cli.output import answer, as_json, refusing
from shared.language import clock
from shared.language.dates import show_date
from shared.language.wording import say
from shared.settings import read_settings

LIST = "list"


@click.command()
@click.argument("wanted", metavar="ID|list")
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), help="Question id → value.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also the sheet to print, as PDF.")
@click.option("--lang", type=click.Choice(["ja", "ruby", "easy", "en"]), default="ja", help="Of the sheet.")
@as_json
@refusing
def guide(wanted: str, answers_file: Path | None, out: Path | None, lang: str, as_json: bool) -> None:
    """What follows from the answers to the guide ID; `list` names all guides and their questions."""
    catalogue = loaded(as_json)
    if wanted == LIST:
        answer([_listed(one) for one in catalogue.guides], as_json, "\n".join(_line(one) for one in catalogue.guides))
        return
    asked = _named(catalogue, wanted)
    if answers_file is None:
        raise click.UsageError("--answers is needed: a JSON file, question id → value")
    from shared.cli.apply import read_answers

    settings = read_settings()
    answers = guiding.answers_of(asked, read_answers(answers_file), "ja")
    result = guiding.result(catalogue, asked, answers)
    if out is not None:
        out.write_bytes(guiding.sheet(catalogue, asked, answers, settings.base_url, lang).pdf)
    address = guiding.address(settings.base_url, asked, answers)
    answer({**_result(result), "address": address}, as_json, _in_words(result))


def _named(catalogue: Catalogue, wanted: str) -> Guide:
    try:
        return catalogue.guide(wanted)
    except KeyError:
        raise click.BadParameter(f"no guide has the id {wanted}", param_hint="ID") from None


def _line(guide: Guide) -> str:
    return f"{guide.id}\t{guide.title.say()}"


def _listed(guide: Guide) -> dict[str, Any]:
    return {
        "guide": guide.id,
        "title": guide.title.say(),
        "sensitive": guide.sensitive,
        "questions": [_question(one) for one in guide.questions],
    }


def _question(question: GuideQuestion) -> dict[str, Any]:
    values = ["yes", "no"] if question.kind == "yes_no" else [option.value for option in question.options]
    asked = {"question": question.id, "kind": question.kind, "label": question.label.say(), "values": values}
    return {**asked, "sensitive": question.sensitive}


def _result(result: Result) -> dict[str, Any]:
    return {
        "guide": result.guide.id,
        "title": result.guide.title.say(),
        "procedures": [_entry(entry) for entry in result.entries],
        "bring": [_brought(one) for one in result.bring],
        "fee_total_yen": result.fee_total,
        "fee_varies": result.fee_varies,
        "fee_later": result.fee_later,
        "notes": [note.say() for note in result.notes],
        "external": [words.say() for words in result.external],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    procedure, words = entry.procedure, entry.deadline_words
    sign = procedure.section_details
    return {
        "procedure": procedure.id,
        "title": procedure.title.say(),
        "deadline": entry.deadline.isoformat() if entry.deadline else None,
        "deadline_words": words.say() if words else None,
        "passed": entry.passed,
        "section": sign.id,
        "section_name": sign.name.say(),
        "counter": sign.counter,
        "floor": sign.floor.say() if sign.floor else None,
        "fee_yen": entry.fee.amount_yen,
        "online": procedure.channels.online,
        "from_home": entry.from_home,
        "notes": [note.say() for note in entry.notes],
    }


def _brought(one: Brought) -> dict[str, Any]:
    return {"document": one.kind, "title": one.title.say(), "when": [words.say() for words in one.when]}


def _in_words(result: Result) -> str:
    lines = [_entry_line(number, entry) for number, entry in enumerate(result.entries, start=1)]
    lines += [say("cli.guide_bring", items=say("catalogue.comma").join(one.title.say() for one in result.bring))]
    lines += [say("guides.fee_total", amount=f"{result.fee_total:,}")]
    lines += [f"・{words.say()}" for words in (*result.notes, *result.external)]
    return "\n".join([result.guide.title.say(), show_date(clock.today().isoformat(), "ja"), *lines])


def _entry_line(number: int, entry: Entry) -> str:
    last = show_date(entry.deadline.isoformat(), "ja") if entry.deadline else "－"
    return f"{number}\t{entry.procedure.title.say()}\t{last}\t{entry.procedure.section_details.name.say()}"
