"""One question on a screen: its label, hint, message and widget.

A field knows which widget a question has, how a kept answer fills it, and what was typed. What the typing means is
the question's business (`Question.parse`). Widget keys hold the case's reference, so that the next visitor at the
same tablet never meets the last one's words.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Generic, Literal, TypeVar

import streamlit as st
from markupsafe import Markup
from pydantic import JsonValue

from shared.casework.cases import Case
from shared.catalogue.questions.question import QuestionBase
from shared.catalogue.texts import Text
from shared.language.wording import DRAWN, bracketed, say, say_html
from shared.screens.door import Door

Asked = TypeVar("Asked", bound=QuestionBase)
OnChange = Literal["rerun", "ignore"]
Attributes = dict[str, dict[str, str]]  # widget key → attributes that Streamlit cannot set itself

_ADDRESS = re.compile(r"(?<=\w)@(?=\w)|(?<=https):(?=//)|(?<=http):(?=//)|(?<=www)\.", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_\[\]#~$<>|])|:(?=[a-z])|^(\d+)([.)])|^([-+])")


def widget_key(reference: str, path: str) -> str:
    """The key of a widget; the browser sees it as the class `st-key-…`."""
    return f"q_{reference}_{path.replace('.', '_')}"


def plain_markdown(words: str) -> str:
    """Words for a label that Streamlit reads as Markdown, so that they come out as they are.

    It makes links of addresses even where their signs are escaped, and a link in a label takes the press: a sign
    without width (word joiner) keeps them words.
    """

    def escaped(match: re.Match[str]) -> str:
        return f"{match[2]}\\{match[3]}" if match[2] else f"\\{match[0]}"

    return _ADDRESS.sub("\\g<0>\u2060", _MARKDOWN.sub(escaped, words))


def option_words(text: Text, language: str) -> str:
    """A text for the inside of a widget, where no ruby can be drawn: the reading stands in brackets."""
    return plain_markdown(listed_words(text, language))


def listed_words(text: Text, language: str) -> str:
    """The same for a list, whose lines are no Markdown."""
    return bracketed(text.marked(language)) if language in DRAWN else text.say(language)


@dataclass(frozen=True)
class Setting:
    """Where a field stands: the door and case it belongs to, and which questions others on the screen wait for.

    `presumes`: what is usual is chosen beforehand. Not where staff write down what somebody else wrote.
    """

    door: Door
    case: Case
    live: frozenset[str] = frozenset()
    in_form: bool = False
    presumes: bool = True

    @property
    def language(self) -> str:
        return self.door.language


class Field(ABC, Generic[Asked]):
    """One question, drawn."""

    kinds: ClassVar[tuple[str, ...]]
    own_label: ClassVar[bool] = False  # the widget shows the label itself

    def __init__(self, question: Asked, setting: Setting, path: str = "") -> None:
        self.question = question
        self.setting = setting
        self.path = path or question.id
        self.key = widget_key(setting.case.reference, self.path)

    @property
    def usual(self) -> JsonValue:
        """What is chosen beforehand, where nothing is kept yet."""
        return getattr(self.question, "default", None) if self.setting.presumes else None

    @property
    def language(self) -> str:
        return self.setting.language

    @property
    def label(self) -> str:
        """The label in plain words."""
        return self.question.label.say(self.language)

    @property
    def label_marked(self) -> Markup:
        """The label as HTML, with its ruby where that is drawn."""
        return Markup(self.question.label.html(self.language))

    @property
    def required(self) -> bool:
        """Whether an answer is asked for on this way."""
        return self.question.needed(self.setting.case.channel)

    @property
    def spoken_label(self) -> str:
        """What a screen reader says of the widget."""
        mark = "screens.must" if self.required else "screens.may"
        return f"{self.label} {say(mark, self.language)}"

    @property
    def focus_key(self) -> str:
        """The widget that an error leads to."""
        return self.key

    @property
    def has_hint(self) -> bool:
        """Whether a hint or an example stands above the widget."""
        return self.question.hint is not None or self.question.example is not None

    def attributes(self) -> Attributes:
        """Attributes for the browser, by widget key."""
        return {}

    def at_once(self) -> OnChange:
        """`on_change` of the widget: a rerun only where something on the screen waits for this answer."""
        return "rerun" if self.setting.in_form or self.question.id in self.setting.live else "ignore"

    @abstractmethod
    def fill(self, stored: JsonValue) -> None:
        """Puts a kept answer into the widget, unless something is typed there already."""

    @abstractmethod
    def draw(self) -> None:
        """Draws the widget."""

    @abstractmethod
    def raw(self) -> object:
        """What is typed now, as `Question.parse` takes it."""


def mark_html(needed: bool, language: str) -> str:
    """※かならず, or 書かなくてもよい."""
    style, key = ("mg-must", "screens.must") if needed else ("mg-any", "screens.may")
    return f'<span class="{style}">{say_html(key, language)}</span>'


def label_html(field: Field[QuestionBase]) -> str:
    """Label with its mark. Hidden from screen readers: the widget says it itself."""
    words = field.question.label.html(field.language)
    return f'<p class="mg-label" aria-hidden="true">{words}{mark_html(field.required, field.language)}</p>'


def hint_html(field: Field[QuestionBase]) -> str:
    """Hint and example; the widget names this line as its description."""
    question, language = field.question, field.language
    said = [question.hint.html(language)] if question.hint else []
    if question.example:
        said.append(say_html("screens.example", language, example=question.example.say(language)))
    return f'<p class="mg-hint" id="hint-{field.key}">{" ".join(said)}</p>' if said else ""


def keep_typed(key: str, value: object) -> None:
    """Fills a widget that has nothing of its own yet."""
    if key not in st.session_state:
        st.session_state[key] = value
