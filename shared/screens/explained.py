"""What people read when something cannot be done: the one place that turns errors into words.

Refused values and files have a text per code (`errors.<code>`); situations and failures of ours have a title and
what to do (`screens.trouble.<name>`). No error code is larger than the words, and none is shown without them.
"""

from markupsafe import Markup

from shared.errors import (
    ActionNotAllowed,
    AnswerProblem,
    CannotOpen,
    ChannelClosed,
    CodeSlip,
    FactBlocked,
    FactWrong,
    FolderChanged,
    IdCardNeeded,
    IdCardOther,
    IdCardOver,
    KeepingError,
    MadoguchiError,
    ProcedureChanged,
)
from shared.language.wording import say_html
from shared.screens.fragments import note

_SITUATIONS: tuple[tuple[type[MadoguchiError], str], ...] = (
    (CodeSlip, "code_slip"),
    (CannotOpen, "cannot_open"),
    (FactWrong, "fact_wrong"),
    (FactBlocked, "fact_blocked"),
    (FolderChanged, "folder_changed"),
    (ProcedureChanged, "procedure_changed"),
    (ActionNotAllowed, "not_now"),
    (ChannelClosed, "channel_closed"),
    (IdCardNeeded, "id_card_needed"),
    (IdCardOther, "id_card_other"),
    (IdCardOver, "id_card_over"),
    (KeepingError, "not_kept"),
)


def words_of(error: MadoguchiError | AnswerProblem, language: str) -> Markup:
    """One sentence for a refused value or file, or for a situation, with its ruby where that is drawn."""
    name = _situation(error) if isinstance(error, MadoguchiError) else ""
    key = f"screens.trouble.{name}" if name else f"errors.{error.code}"
    return Markup(say_html(key, language, **error.params))


def failure_html(error: MadoguchiError, language: str, telephone: str) -> str:
    """A banner in place of what could not be done; nothing typed is lost by it."""
    name = _situation(error) or "not_kept"
    params = {**error.params, "telephone": telephone}
    title = say_html(f"screens.trouble.{name}", language, **params)
    todo = say_html(f"screens.trouble.{name}_todo", language, **params)
    return note(f"<p><b>{title}</b></p><p>{todo}</p>", "wait", "warn", role="alert")


def away_html(language: str, telephone: str) -> str:
    """A banner above a page that can be read while nothing can be kept."""
    title, todo = say_html("screens.trouble.away", language), "screens.trouble.away_todo"
    return note(f"<p><b>{title}</b></p><p>{say_html(todo, language, telephone=telephone)}</p>", "wait", "warn", "alert")


def _situation(error: MadoguchiError) -> str:
    if isinstance(error, CodeSlip) and not error.params.get("group"):
        return "code_length"  # it is not known which group is wrong
    return next((name for kind, name in _SITUATIONS if isinstance(error, kind)), "")
