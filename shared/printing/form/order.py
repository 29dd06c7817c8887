"""What a paper form is made of: the procedure as asked, what is known already, and how it is to be set."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from shared.catalogue.procedure import Procedure
from shared.catalogue.texts import Text
from shared.printing.content import Addressee, Words, words_of
from shared.printing.form.style import LARGE, NORMAL, Style
from shared.printing.words import Said, label, said


@dataclass(frozen=True)
class Cover:
    """The address sheet before the form. `back`: where it is to be sent back to; None where `to` is the office."""

    to: Addressee
    back: Addressee | None = None


@dataclass(frozen=True, repr=False)
class FormOrder:
    """One form to print. `number`: the case's reference, or a form id; `base_url`: what its QR points to;
    `procedure4`: beginning of the digest of the procedure as asked.

    `answers` as they are stored; what is missing is left to be written. A My Number is never among them but as
    `SEALED`. `language`: ja, ruby, easy, en, as for receipts.
    """

    procedure: Procedure
    number: str
    base_url: str
    procedure4: bytes
    answers: Mapping[str, JsonValue] = field(default_factory=dict)
    language: str = "ja"
    large: bool = False
    cover: Cover | None = None

    @property
    def style(self) -> Style:
        return LARGE if self.large else NORMAL

    def text(self, text: Text) -> Said:
        """A text of the catalogue, with the second language."""
        return said(self.words(text), self.language)

    def words(self, text: Text) -> Words:
        """The same before it is set, as a parameter of `say`."""
        return words_of(text, self.language)

    def say(self, key: str, **params: str | Words | Said) -> Said:
        """Wording `form.<key>`."""
        return label(f"form.{key}", self.language, **params)


def grouped(number: str) -> str:
    """The form's number in groups of three."""
    return " ".join(number[at : at + 3] for at in range(0, len(number), 3))
