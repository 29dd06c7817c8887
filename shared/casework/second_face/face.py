"""One second screen: what it shows, and what was touched on it. Whoever uses it holds the lock of `Faces`."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from shared.casework.second_face.content import Content

Stage = Literal["wait", "consent", "refused", "ask", "list", "thanks", "done"]
Kind = Literal["consent", "read_back", "step", "line", "call", "language"]


@dataclass(frozen=True, repr=False)
class Touch:
    """A touch of the citizen. `version` is of what was on the screen: the whole, the step, or the one question.

    "step" says that a step is right, "line" that a question's answer is wrong. `note`: the step, the question, or the
    language that was chosen.
    """

    kind: Kind
    yes: bool
    at: datetime
    version: int = 0
    note: str = ""
    digest: str = ""  # of what was read back; put in when the touch is taken
    language: str = ""


@dataclass(frozen=True, repr=False)
class Look:
    """What a second screen shows now. `versions`: of the whole under "", of steps and of questions.

    `right`: steps; `wrong`: questions.
    """

    turn: int
    stage: Stage
    language: str
    content: Content | None
    at: str
    wrong: frozenset[str]
    right: frozenset[str]
    versions: dict[str, int]
    called: bool
    kept: bool


@dataclass(repr=False)
class SecondFace:
    """`touches` are those of consent and read-back that the case does not hold yet."""

    session: str
    reference: str
    staff_at: float = 0.0
    seen_at: float = 0.0
    turn: int = 1
    language: str = ""
    content: Content | None = None
    sent: bool = False
    hidden: bool = False
    listed: bool | None = None  # staff chose the list, or the question; None: as far as the answers are
    agreed: bool | None = None  # touched here: True, or False where the citizen said no
    confirmed: str = ""  # the digest that was touched as right
    called: bool = False
    at: str = ""
    touches: list[Touch] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    right: set[str] = field(default_factory=set)
    versions: dict[str, int] = field(default_factory=dict)

    def show(self, content: Content | None) -> None:
        """The case as it is kept now. What changed is asked anew: its marks go, and so does the read-back."""
        before, self.content = self.content, content
        if content is None:
            self.sent = True
            self._forget()
            return
        self.sent, self.language = False, self.language or content.language
        changed = content.changed_since(before) if before is not None else ()
        for one in changed:
            self._ask_anew(content.step_of(one), one)
        if before is not None and before.digest != content.digest:
            self.versions[""] = self.versions.get("", 0) + 1
            self.touches = [touch for touch in self.touches if touch.kind != "read_back"]
            self.confirmed = ""
        moved = self._move(content, changed)
        if moved or before is None or _shown(before) != _shown(content):
            self.turn += 2  # odd and even: see Faces.turn

    def away(self, hidden: bool) -> None:
        """Staff look at something else: nothing of this case is shown."""
        if hidden != self.hidden:
            self.hidden = hidden
            self.turn += 2

    def list_all(self, listed: bool | None) -> None:
        """Staff turn to the list of all, or back to the question."""
        self.listed = listed
        self.turn += 2

    def answer_call(self) -> None:
        """Staff are there."""
        self.called = False
        self.turn += 2

    def forget_touches(self, kept: Collection[Touch]) -> None:
        """These stand in the case now."""
        self.touches = [touch for touch in self.touches if touch not in kept]
        self.turn += 2

    def take(self, touch: Touch) -> bool:
        """Takes a touch; False where what it answers is not on the screen."""
        taken = self._taken(touch, self.stage())
        if taken:
            self.turn += 2
        return taken

    def look(self, hidden: bool) -> Look:
        """As it is now."""
        stage: Stage = "wait" if hidden else self.stage()
        return Look(
            turn=self.turn + (1 if hidden else 0),
            stage=stage,
            language=self.language,
            content=None if stage == "wait" else self.content,
            at=self.at,
            wrong=frozenset(self.wrong),
            right=frozenset(self.right),
            versions=dict(self.versions),
            called=self.called,
            kept=not self.touches,
        )

    def stage(self) -> Stage:
        """Consent first, then question by question, then all together."""
        content = self.content
        if content is None or self.hidden:
            return "done" if self.sent and not self.hidden else "wait"
        if self.agreed is False:
            return "refused"
        if not (self.agreed or content.agreed):
            return "consent"
        listed = content.complete if self.listed is None else self.listed
        if not listed:
            return "ask"
        told = content.digest in (self.confirmed, content.confirmed)
        return "thanks" if told and not self.wrong else "list"

    def _taken(self, touch: Touch, stage: Stage) -> bool:
        if touch.kind == "consent":
            return stage in ("consent", "refused") and self._consent(touch)
        if touch.kind == "read_back":
            return stage == "list" and self._read_back(touch)
        if touch.kind == "line":
            return stage in ("ask", "list", "thanks") and self._wrong(touch)
        if touch.kind == "step":
            return stage == "ask" and self._right(touch)
        if touch.kind == "call":
            self.called = True
        else:
            self.language = touch.note
        return True

    def _ask_anew(self, step: str, question: str) -> None:
        for one in (step, question):
            self.versions[one] = self.versions.get(one, 0) + 1
        self.wrong.discard(question)
        self.right.discard(step)

    def _move(self, content: Content, changed: tuple[str, ...]) -> bool:
        """To what was kept last, else to where staff are."""
        at = content.step_of(changed[-1]) if changed else content.at or self.at
        at = at if at in content.steps else content.first_open()
        moved, self.at = at != self.at, at
        return moved

    def _consent(self, touch: Touch) -> bool:
        self.agreed = touch.yes
        self.touches.append(touch)
        return True

    def _read_back(self, touch: Touch) -> bool:
        content = self.content
        if content is None or touch.version != self.versions.get("", 0) or (touch.yes and self.wrong):
            return False
        self.confirmed = content.digest if touch.yes else ""
        self.touches.append(replace(touch, digest=content.digest, language=self.language))
        return True

    def _right(self, touch: Touch) -> bool:
        content = self.content
        if content is None or touch.note not in content.steps or touch.version != self.versions.get(touch.note, 0):
            return False
        self.right.add(touch.note)
        self.wrong -= {question.id for question in content.steps[touch.note]}
        return True

    def _wrong(self, touch: Touch) -> bool:
        content = self.content
        if content is None or touch.note not in content.questions or touch.version != self.versions.get(touch.note, 0):
            return False
        self.wrong.add(touch.note)
        self.right.discard(content.step_of(touch.note))
        self._take_back(touch)
        return True

    def _take_back(self, touch: Touch) -> None:
        """A line is wrong after all: what was read back before is so no more."""
        content, self.confirmed = self.content, ""
        self.touches = [one for one in self.touches if one.kind != "read_back"]
        if content is not None and content.confirmed == content.digest:
            self.touches.append(Touch("read_back", False, touch.at, digest=content.digest, language=self.language))

    def _forget(self) -> None:
        """Nothing of the answers stays here."""
        for marks in (self.wrong, self.right):
            marks.clear()
        self.touches.clear()
        self.versions.clear()
        self.confirmed, self.at, self.called = "", "", False
        self.turn += 2


def _shown(content: Content) -> tuple[object, ...]:
    return content.digest, content.agreed, content.confirmed, content.complete, content.at
