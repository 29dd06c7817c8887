"""Every error that is raised on purpose.

MadoguchiError                  has a `code` and `params`; words are in the wording files, never here
├── SettingsError               the environment or the key files cannot be used; nothing starts
├── CatalogueError              procedures.yaml cannot be used; `problems` hold file, line and code
├── EditionRefused              the catalogue that was sent out is not there, or not believed
├── ValueRefused                one value cannot be taken as typed (raised by language and question kinds)
├── AnswersRefused              answers of one step or of a whole case; `errors` name question and code
├── FileRefused                 an uploaded file cannot be taken
├── CodeSlip                    the check character fails; `params["group"]` 1–4; no look-up was made
├── CaseError                   the situation, not the typing
│   ├── CannotOpen              code unknown, blocked or replaced: one answer for all three
│   ├── FactWrong               the fact does not open the folder; `params["left"]` tries
│   ├── FactBlocked             five wrong facts today: at the counter only
│   ├── FolderChanged           somebody saved in between; `params["revision"]`
│   ├── ReferenceTaken          another case has this reference by chance: take a new one, send again
│   ├── SubmissionNotFound      no such reference
│   ├── SubmissionChanged       another member of staff was first
│   ├── ActionNotAllowed        the status does not allow this deed now
│   ├── ReasonMissing           rejected or sent back without a reason
│   ├── NotAuthorised           deny by default
│   ├── ChannelClosed           this procedure cannot be filed this way
│   ├── CannotBundle            these procedures cannot be asked as one
│   ├── IdCardNeeded            from home it goes with the My Number card only
│   ├── IdCardOther             the card is somebody else's than the applicant's and the agent's
│   └── IdCardOver              what the card showed has ended while the page was open
├── PrinterRefused              no paper, cover open, away; `params["begun"]`: a part of the sheet may be out
├── RehearsalRefused            a rehearsal cannot be opened from a page now
├── IdCardRefused               what came back from the card's issuer is not believed; `params["why"]` for the log
├── IdCardAway                  the card's issuer gives no answer that can be used
├── SignInRefused               wrong name or password, locked, or disabled: one answer
└── KeepingError                what keeps records cannot do so now
    ├── StoreUnavailable        database gone, disk full; nothing was acknowledged
    ├── BackupRefused           a backup is damaged, or the place to restore to is not empty
    ├── KeyMissing              a needed key id is not here
    └── CannotUnseal            a box does not open: wrong key, or changed bytes
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


class MadoguchiError(Exception):
    """Base of all errors raised on purpose. `str()` gives the code only: never a value that a person typed."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class SettingsError(MadoguchiError):
    """The environment or a key file cannot be used."""


@dataclass(frozen=True)
class Problem:
    """One mistake in a catalogue file. `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    code: str
    params: dict[str, object] = field(default_factory=dict)


class CatalogueError(MadoguchiError):
    """procedures.yaml cannot be used."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("catalogue_broken", count=len(problems))
        self.problems = tuple(problems)


class EditionRefused(MadoguchiError):
    """The catalogue that the office sent out is not there, or is not believed."""


class ValueRefused(MadoguchiError):
    """One value cannot be taken as typed."""


@dataclass(frozen=True)
class AnswerProblem:
    """Why one answer is refused. `question` is a path: `children.2.c_birth` is the third child's birth date."""

    question: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


class AnswersRefused(MadoguchiError):
    """Answers of one step or of a whole case cannot be taken."""

    def __init__(self, errors: Sequence[AnswerProblem]) -> None:
        super().__init__("answers_refused", count=len(errors))
        self.errors = tuple(errors)


class FileRefused(MadoguchiError):
    """An uploaded file cannot be taken."""


class CodeSlip(MadoguchiError):
    """The check character of a code or reference fails; said at once, no look-up made, no try counted."""


class CaseError(MadoguchiError):
    """The situation does not allow what was asked."""


class CannotOpen(CaseError):
    """Unknown, blocked or replaced code: the same words, the same time."""


class FactWrong(CaseError):
    """The fact does not open what is inside the folder."""


class FactBlocked(CaseError):
    """Too many wrong facts today."""


class FolderChanged(CaseError):
    """Another tab or device saved in between."""


class ProcedureChanged(CaseError):
    """The procedure is asked differently now; nothing was sent. The draft has moved over: look at it, send again."""


class ReferenceTaken(CaseError):
    """Another case has this reference by chance; nothing was sent. Take a new one and send again."""


class SubmissionNotFound(CaseError):
    """No submission has this reference."""


class SubmissionChanged(CaseError):
    """Another member of staff was first."""


class ActionNotAllowed(CaseError):
    """The status does not allow this action."""


class ReasonMissing(CaseError):
    """This action needs a reason."""


class NotAuthorised(CaseError):
    """The actor may not do this to this case."""


class CannotBundle(CaseError):
    """These procedures cannot be asked as one."""


class ChannelClosed(CaseError):
    """The procedure cannot be filed by this channel."""


class IdCardNeeded(CaseError):
    """From home this procedure is sent with the My Number card only."""


class IdCardOther(CaseError):
    """The card is neither the applicant's nor the agent's."""


class IdCardOver(CaseError):
    """What the card showed has ended while the page was open."""


class IdCardRefused(MadoguchiError):
    """What came back from the card's issuer is not believed. `params["why"]` names the rule, never a value."""


class IdCardAway(MadoguchiError):
    """The card's issuer cannot be reached, or answers too much, too late or nothing of use."""


class PrinterRefused(MadoguchiError):
    """The sheet was not printed. `params["begun"]`: data had been sent, so a part of it may have come out."""


class RehearsalRefused(MadoguchiError):
    """A rehearsal cannot be opened from a page: too many are open, its files are none, or its port is taken."""


class SignInRefused(MadoguchiError):
    """Wrong name or password, locked, or disabled; the answer is the same."""


class KeepingError(MadoguchiError):
    """What keeps records cannot do so now."""


class StoreUnavailable(KeepingError):
    """Database gone or disk full; nothing was acknowledged."""


class BackupRefused(KeepingError):
    """A backup is damaged (`params["part"]` names what), or the place to restore to is not empty."""


class KeyMissing(KeepingError):
    """A needed key is not here; `params["key_id"]` names it."""


class CannotUnseal(KeepingError):
    """A box does not open: wrong key or changed bytes."""
