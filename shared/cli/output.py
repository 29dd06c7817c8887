"""How commands answer: results on stdout, messages on stderr; 0 done, 1 refused with a reason, 2 wrong call."""

import functools
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from shared.errors import AnswersRefused, MadoguchiError
from shared.language.wording import say

if TYPE_CHECKING:
    from shared.casework.printouts import Printout

F = TypeVar("F", bound=Callable[..., Any])

REFUSED = 1

as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for machines.")


def answer(value: Any, as_json: bool, text: str) -> None:
    """The result: JSON for machines, words for people."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=None) if as_json else text)


def message(text: str) -> None:
    """A message beside the result."""
    click.echo(text, err=True)


def refuse(text: str, value: Any = None) -> NoReturn:
    """Ends with exit code 1; `value` goes to stdout as JSON where a machine asked."""
    if value is not None:
        click.echo(json.dumps(value, ensure_ascii=False))
    message(text)
    sys.exit(REFUSED)


def refusing(command: F) -> F:
    """Errors raised on purpose become words and exit code 1; all others stay loud."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        machine = bool(kwargs.get("as_json"))
        try:
            return command(*args, **kwargs)
        except AnswersRefused as refused:
            errors = [
                {"question": e.question, "code": e.code, "message": say(f"errors.{e.code}", "ja", **e.params)}
                for e in refused.errors
            ]
            lines = "\n".join(f"{e['question']}: {e['message']}" for e in errors)
            refuse(lines, {"errors": errors} if machine else None)
        except MadoguchiError as error:
            words = explain(error)
            refuse(words, {"error": {"code": error.code, "message": words}} if machine else None)

    return wrapped  # type: ignore[return-value]  # functools.wraps keeps the signature; mypy cannot see it


def explain(error: MadoguchiError) -> str:
    """The words of an error's code."""
    return say(f"errors.{error.code}", "ja", **error.params)


def answer_printout(printout: "Printout", as_json: bool) -> None:
    """What a printer made of a sheet. Ends with exit code 1 where it did not print it."""
    why = say(f"errors.{printout.code}", "ja") if printout.code else ""
    words = say(f"cli.printout_{printout.outcome}", "ja", printer=printout.printer, why=why)
    if printout.paper_low:
        words += say("cli.printout_paper_low", "ja")
    answer({**asdict(printout), "message": words}, as_json, words)
    if not printout.done:
        sys.exit(REFUSED)
