"""Where the eyes and the keyboard go when a screen is drawn, and what the browser is told of its fields.

A new screen: to its heading, scrolled to the top. A refused press: to the error summary. A field that is wrong
says so (`aria-invalid`), and names its hint and its message as its description.
"""

from collections.abc import Sequence

from shared.screens.components.focus import focus
from shared.screens.fields.field import Attributes
from shared.screens.fields.groups import AnyField, lines_of
from shared.screens.fragments import Slip
from shared.screens.trouble import Trouble


def lead_focus(
    screen: str,
    turn: int = 0,
    fields: Sequence[AnyField] = (),
    trouble: Trouble | None = None,
    slip: Slip | None = None,
    to: str = "#top",
) -> None:
    """Last on a page. `screen` names what is drawn; `turn` counts the presses on it; `to` is where the eyes begin."""
    wrong = {problem.question for problem in trouble.errors} if trouble is not None else set()
    attributes: Attributes = {}
    for field in lines_of(fields):
        for key, values in field.attributes().items():
            attributes.setdefault(key, {}).update(values)
        _describe(attributes, field.focus_key, field.key if field.has_hint else "", field.path in wrong)
    if slip is not None:
        _describe(attributes, slip.key, slip.key, True)
    focus(f"{screen}#{turn}", "#errors" if wrong or slip else to, attributes)


def _describe(attributes: Attributes, key: str, hint_key: str, wrong: bool) -> None:
    named = [f"error-{key}"] if wrong else []
    if hint_key:
        named.append(f"hint-{hint_key}")
    own = attributes.setdefault(key, {})
    if named:
        own["aria-describedby"] = " ".join(named)
    if wrong:
        own["aria-invalid"] = "true"
