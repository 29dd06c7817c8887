"""Free text: kept as typed, whatever it says; who shows it escapes it."""

from shared.language import characters, my_number
from shared.language.reading import Reading


def read_text(text: str, max_length: int, lines: bool = False) -> Reading:
    """A text of at most `max_length` characters, stored exactly as typed; line ends only where `lines`.

    Flags: "my_number_inside" where it holds twelve digits that pass the check of a My Number,
    "invisible_inside" where something in it cannot be seen. Raises ValueRefused.
    """
    characters.refuse_blank(text)
    characters.refuse_unsafe(text, lines=lines, free=True)
    characters.refuse_longer(text, max_length)
    flags = []
    if my_number.holds_my_number(text):
        flags.append("my_number_inside")
    if characters.has_invisible(text):
        flags.append("invisible_inside")
    return Reading(text, tuple(flags))
