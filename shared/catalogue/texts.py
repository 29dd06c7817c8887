"""Texts of the catalogue: Japanese, easy Japanese, English; with ruby; changing on a day."""

import re
from datetime import date
from html import escape
from typing import Annotated, Any

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from shared.catalogue.model import Dated, Frozen, Words
from shared.language import clock, wording

_RUBY = re.compile(r"\{[^{}|]+\|[^{}|]+\}")


def _ruby_is_closed(text: str) -> str:
    if re.search(r"[{}]|｛[^｝]*[|｜]", _RUBY.sub("", text)):
        raise PydanticCustomError("ruby_form", "ruby_form")
    return text


Written = Annotated[Words, AfterValidator(_ruby_is_closed)]


class TextVersion(Dated):
    """One wording of a text and the days on which it holds."""

    ja: Written
    easy: Written | None = None
    en: Written | None = None


class Text(Frozen):
    """A text in up to three languages: a plain string, `{ja:, easy:, en:}`, or a list of versions.

    `versions` is empty for a text that never changes; otherwise `ja`, `easy`, `en` are those of the first.
    """

    ja: Written
    easy: Written | None = None
    en: Written | None = None
    versions: tuple[TextVersion, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: Any) -> Any:
        if isinstance(value, str | int) and not isinstance(value, bool):
            return {"ja": str(value)}
        if isinstance(value, list) and value:
            first = value[0] if isinstance(value[0], dict) else {}
            words = {key: first[key] for key in ("ja", "easy", "en") if key in first}
            return {"ja": "?", **words, "versions": value}  # a missing `ja` is told of the version
        if isinstance(value, list | bool) or value is None:
            raise PydanticCustomError("text_expected", "text_expected")
        return value

    def on(self, day: date) -> "Text":
        """The text as it reads on that day: the version that began last, else the first."""
        if not self.versions:
            return self
        chosen = self.versions[0]
        for version in self.versions:
            if version.from_day is None or version.from_day <= day:
                chosen = version
        return Text(ja=chosen.ja, easy=chosen.easy, en=chosen.en)

    def marked(self, language: str) -> str:
        """The text in that language with its ruby marks. Missing languages fall back: en → easy → ja."""
        text = self.on(clock.today()) if self.versions else self
        if language == "en":
            return text.en or text.easy or text.ja
        return (text.easy or text.ja) if language == "easy" else text.ja

    def say(self, language: str = "ja") -> str:
        """Plain words in `ja`, `ruby` (same words as `ja`), `easy` or `en`."""
        return wording.without_ruby(self.marked(language))

    def html(self, language: str = "ja") -> str:
        """Escaped words; ruby is drawn in `ruby` and `easy`."""
        if language in ("ruby", "easy"):
            return wording.ruby_html(self.marked(language))
        return escape(self.say(language))
