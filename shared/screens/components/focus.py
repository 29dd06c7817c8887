"""Where the keyboard stands after a drawing, and attributes that Streamlit cannot set itself."""

from collections.abc import Mapping

from shared.screens.components.packaged import mount

Attributes = Mapping[str, Mapping[str, str]]


def focus(token: str, target: str = "#top", attributes: Attributes | None = None) -> None:
    """Moves the focus to `target` (a CSS selector) and scrolls it to the top, once for each new `token`.

    `target="#errors"` is the error summary. Links in `.mg-errs` whose address is `#KEY` lead to the field
    with that widget key. `attributes`: widget key → attributes of its field ("inputmode", "aria-invalid",
    "aria-describedby" …); they are set again when Streamlit draws the field anew. Call it last on a page.
    """
    plain = {key: dict(values) for key, values in (attributes or {}).items()}
    mount("focus", "mg-focus", {"token": token, "target": target, "attributes": plain})
