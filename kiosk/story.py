"""経過: what was done to a case, in words for staff."""

from collections.abc import Mapping, Sequence
from html import escape

from shared.language import clock
from shared.language.wording import say
from shared.records.status import FINAL, WITH_APPLICANT
from shared.records.submission import Submission, TrailEntry
from shared.screens.fragments import Moment

LOOKS = ("read", "file_seen")  # seen again and again: only the last of a row is told


def moments_of(entries: Sequence[TrailEntry], submission: Submission, names: Mapping[str, str]) -> list[Moment]:
    """Oldest first, then where it stands now."""
    told = [one for n, one in enumerate(entries) if not _repeated(one, entries[n + 1 :])]
    line = [Moment(_title(one), _when(one, names), "done") for one in told]
    if submission.status not in FINAL:
        waits = "citizen" if submission.status in WITH_APPLICANT else "office"
        line.append(Moment(escape(say(f"kiosk.now_{waits}")), "", "now"))
    return line


def _repeated(entry: TrailEntry, later: Sequence[TrailEntry]) -> bool:
    """A look that the same person repeats before anything else happens."""
    following = later[0] if later else None
    return (
        entry.action in LOOKS and following is not None and following.action in LOOKS and following.actor == entry.actor
    )


def _title(entry: TrailEntry) -> str:
    detail = entry.detail or {}
    words = escape(say(f"kiosk.deed_{entry.action}"))
    reason = detail.get("reason")
    return f'{words}<small class="kio-reason">{escape(str(reason))}</small>' if reason else words


def _when(entry: TrailEntry, names: Mapping[str, str]) -> str:
    at = clock.in_japan(entry.at)
    who = say("kiosk.actor_citizen") if entry.actor == "citizen" else names.get(entry.actor, entry.actor)
    return escape(f"{at:%m/%d %H:%M} {who}")
