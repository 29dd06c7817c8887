"""What the last press on a step gave: messages, flags to look at again, or a failure. Kept until the next press."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from shared.casework.cases import Case
from shared.errors import AnswerProblem, MadoguchiError
from shared.language.wording import say_html
from shared.screens.explained import words_of
from shared.screens.fields.framed import Said

# Said to nobody, on purpose. `address_home` has words (flags.yaml) for forms on which 「島根県 松江市」 stands before
# the line. On our screens nothing stands before the field, our own example begins with 「松江市」, and so does the
# address that a postal code fills in: who writes it so has written it right, and must not be asked to look again.
QUIET_FLAGS = frozenset({"address_home"})


@dataclass(frozen=True)
class Trouble:
    """`place` is the step, or the item of a step, that was pressed; `turn` changes with every press."""

    place: str
    errors: tuple[AnswerProblem, ...] = ()
    flags: tuple[str, ...] = ()  # path:code
    failure: MadoguchiError | None = None
    turn: int = 0

    def said(self, language: str) -> Said:
        """Words at the fields, by path, as HTML."""
        errors = {problem.question: words_of(problem, language) for problem in reversed(self.errors)}
        flags = dict(_flag(flag, language) for flag in reversed(self.flags))
        return Said(errors, flags)


def trouble_at(case: Case, place: str) -> Trouble:
    """The trouble of this place; trouble of another place is over."""
    kept = st.session_state.get(_key(case))
    if isinstance(kept, Trouble) and kept.place == place:
        return kept
    st.session_state.pop(_key(case), None)
    return Trouble(place)


def note_trouble(
    case: Case,
    place: str,
    errors: Sequence[AnswerProblem] = (),
    flags: Sequence[str] = (),
    failure: MadoguchiError | None = None,
) -> None:
    """Keeps what the press gave, for the drawing that follows."""
    turn = trouble_at(case, place).turn + 1
    st.session_state[_key(case)] = Trouble(place, tuple(errors), tuple(flags), failure, turn)


def has_failure(case: Case) -> bool:
    """Whether the last press of this case failed: its screen says so itself."""
    kept = st.session_state.get(_key(case))
    return isinstance(kept, Trouble) and kept.failure is not None


def clear_trouble(case: Case) -> None:
    """The press went well."""
    st.session_state.pop(_key(case), None)


def flags_at(case: Case, path: str) -> tuple[str, ...]:
    """Flags of the answer at this path or below it, as saved."""
    flags = case.draft.flags if case.draft else ()
    below = (f"{path}:", f"{path}.")
    return tuple(flag for flag in flags if flag.startswith(below) and flag.rpartition(":")[2] not in QUIET_FLAGS)


def _key(case: Case) -> str:
    return f"trouble_{case.reference}"


def _flag(flag: str, language: str) -> tuple[str, Markup]:
    path, _, code = flag.rpartition(":")
    return path.replace(":", "."), Markup(say_html(f"flags.{code}", language))
