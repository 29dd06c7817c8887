"""A USB scanner types like a keyboard, very fast, and ends with Enter: heard anywhere on the page."""

from shared.screens.components.packaged import mount


def scanned(key: str) -> str | None:
    """What was scanned since the last run, as it was typed; None when nothing was.

    Only speed tells a scanner from a person, so whatever comes is checked by its check character before it
    counts (records.code, records.reference, records.proof). A field that had the focus gets its words back.
    Keep a visible field for typing on the same page.
    """
    result = mount("scanner", key, {}, on_code_change=_rerun)
    return result.code or None


def _rerun() -> None:
    """Streamlit draws again after every callback; there is nothing else to do."""
