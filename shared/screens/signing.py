"""What a draft says of its sheet that went out to be signed: that it is awaited, or that it never came back."""

from shared.casework.cases import Case
from shared.screens.fragments import note_with_title
from shared.screens.parts import tongue


def signing_html(case: Case, language: str) -> str:
    """Nothing for a case that never went out on paper, and for one that was sent."""
    signing = case.draft.signing if case.draft is not None else ""
    if signing not in ("out", "given_up"):
        return ""
    t = tongue(language)
    return note_with_title(t(f"screens.signing_{signing}"), t(f"screens.signing_{signing}_todo"), "wait", "mail")
