"""What staff read when something cannot be done. Citizens' screens have their own words (screens.explained)."""

from shared.errors import (
    ActionNotAllowed,
    CannotOpen,
    ChannelClosed,
    CodeSlip,
    FolderChanged,
    KeepingError,
    MadoguchiError,
    NotAuthorised,
    ReasonMissing,
    SubmissionChanged,
    SubmissionNotFound,
)
from shared.language.wording import say, say_html
from shared.screens.fragments import note

_SITUATIONS: tuple[tuple[type[MadoguchiError], str], ...] = (
    (CodeSlip, "code_slip"),
    (CannotOpen, "cannot_open"),
    (SubmissionChanged, "changed"),
    (SubmissionNotFound, "not_found"),
    (NotAuthorised, "not_found"),  # whether there is such a case is nobody's business here
    (ActionNotAllowed, "not_now"),
    (ReasonMissing, "reason_missing"),
    (ChannelClosed, "channel_closed"),
    (FolderChanged, "folder_changed"),
    (KeepingError, "not_kept"),
)


def words_of(error: MadoguchiError) -> str:
    """One sentence."""
    name = next((name for kind, name in _SITUATIONS if isinstance(error, kind)), "")
    if name == "code_slip":
        return _slip(error)
    return say(f"kiosk.trouble.{name}") if name else say(f"errors.{error.code}", "ja", **error.params)


def failure_html(error: MadoguchiError) -> str:
    """A banner with what happened and what to do."""
    name = next((name for kind, name in _SITUATIONS if isinstance(error, kind)), "not_kept")
    todo = say_html(f"kiosk.trouble.{name}_todo") if name != "code_slip" else ""
    return note(f"<p><b>{words_of(error)}</b> {todo}</p>", "wait", "warn", role="alert")


def _slip(error: MadoguchiError) -> str:
    group = error.params.get("group", 0)
    return say("kiosk.trouble.code_slip", group=group) if group else say("kiosk.trouble.code_length")
