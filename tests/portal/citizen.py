"""A citizen at a browser: walks the portal's screens as a person does, with the answers of a sample."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Page

from shared.catalogue.procedure import Procedure, Step
from shared.catalogue.questions.kinds import Question
from shared.language import dates
from shared.screens.fields.days import era_parts

PATIENCE = 20_000  # milliseconds; the machine is shared


class Citizen:
    """One browser. `case` is the reference of the case that is open."""

    def __init__(self, context: BrowserContext, base: str, page: Page | None = None) -> None:
        self.context = context
        self.base = base
        self.page: Page = page or context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.frames: list[bytes] = []  # what the server told the page, where a test listens
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._err)

    def leave(self) -> None:
        """Nothing that the page says later is this citizen's."""
        self.page.remove_listener("console", self._hear)
        self.page.remove_listener("pageerror", self._err)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _err(self, error: Error) -> None:
        self.errors.append(str(error))

    @property
    def case(self) -> str:
        """The reference in the address."""
        return self.page.url.partition("case=")[2].partition("&")[0]

    @property
    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()

    @property
    def words(self) -> str:
        """Everything that can be read on the page."""
        return self.page.locator("body").inner_text()

    def go(self, address: str) -> None:
        """To an address of the portal."""
        self.page.goto(self.base + address)
        self.settle()

    def settle(self) -> None:
        """Until the page is drawn and nothing runs."""
        time.sleep(0.12)  # a rerun begins a moment after what caused it
        self.page.locator("[data-test-script-state=notRunning] .mg-foot").wait_for(state="attached")
        self.page.locator("[data-stale=true]").first.wait_for(state="detached")

    def start(self, procedure_id: str, remember: bool = False) -> None:
        """Opens a new case from the procedure's page."""
        self.go(f"/?procedure={procedure_id}")
        if remember:
            self.page.locator("form[action='/open'] input[type=checkbox]").check()
        self.page.locator("form[action='/open'] button").click()
        self.page.wait_for_url("**case=**")
        self.settle()

    def open_code(self, code: str) -> None:
        """Opens the case of a code, as somebody who comes from another device."""
        self.page.goto(f"{self.base}/code")
        self.page.fill("input[name=code]", code)
        self.page.locator("main button[type=submit]").first.click()
        self.page.wait_for_url("**case=**")
        self.settle()

    def key(self, path: str) -> Locator:
        """The widget or container of a question's path."""
        return self.page.locator(f".st-key-q_{self.case}_{path.replace('.', '_')}")

    def press(self, name: str) -> None:
        """Presses the button of that key's beginning and waits until the next screen is there."""
        before = self.screen()
        self.page.locator(f"[class*=st-key-{name}_] button").first.click()
        deadline = time.monotonic() + PATIENCE / 1000
        while self.screen() == before and time.monotonic() < deadline:
            time.sleep(0.03)
        self.settle()

    def screen(self) -> str:
        """What is drawn: changes when a press has been answered."""
        return str(
            self.page.evaluate(
                "[location.href,...document.querySelectorAll('.mg-head,.mg-done,.mg-ferr,.mg-flag,.mg-legend,.mg-answers')]"
                ".map(e=>e.innerText??e).join('|')"
            )
        )

    def walk(self, procedure: Procedure, answers: Mapping[str, Any], files: Mapping[str, Path]) -> None:
        """From the first question to the check page."""
        for _ in range(60):
            step = self.step(procedure)
            if step is None:
                return
            self.answer(step, answers, files)
        raise AssertionError("the check page was not reached")

    def step(self, procedure: Procedure) -> Step | None:
        """The step that is drawn; None on the check page."""
        title = self.heading.replace("\n", "")
        return next((step for step in procedure.steps if step.title.say("ja") == title), None)

    def answer(self, step: Step, answers: Mapping[str, Any], files: Mapping[str, Path]) -> None:
        """Fills one screen in and goes on."""
        lists = [question for question in step.questions if question.kind == "repeat"]
        for question in lists:
            self.fill_list(question, answers.get(question.id) or [], files)
        for question in step.questions:
            if question.kind != "repeat" and (question.id in answers or question.id in files):
                self.fill(question, question.id, answers.get(question.id), files)
        self.press("next")

    def fill_list(self, question: Question, items: list[Any], files: Mapping[str, Path]) -> None:
        """Every item, one after the other."""
        for index, item in enumerate(items):
            if self.page.locator("[class*=st-key-keep_]").count() == 0:
                self.press("add")
            for child in question.questions:  # type: ignore[union-attr]
                path = f"{question.id}.{index}.{child.id}"
                if child.id in item or path in files:
                    self.fill(child, path, item.get(child.id), files)
            self.press("keep")
            if self.page.locator(".mg-flag").count():
                self.press("keep")  # 「これで合っています」

    def fill(self, question: Question, path: str, value: Any, files: Mapping[str, Path]) -> None:
        """One answer into its widget."""
        if question.kind == "group":
            for child in question.questions:  # type: ignore[union-attr]
                if child.id in value:
                    self.fill(child, f"{path}.{child.id}", value[child.id], files)
        elif question.kind == "file":
            self.upload(path, files[path])
        else:
            self.fill_one(question, path, value)

    def fill_one(self, question: Question, path: str, value: Any) -> None:
        """One answer that is neither a group nor a file."""
        kind = question.kind
        if kind in ("choice", "yes_no"):
            self.choose(question, path, value)
        elif kind == "choices":
            for one in value:
                self.key(f"{path}_{one}").locator("label").click()
        elif kind == "consent":
            self.tick(path)
        elif kind in ("date", "birth_date", "month"):
            self.fill_date(question, path, value)
        elif kind == "open_day":
            self.pick(path, dates.show_date(dates.read_date(value).stored, "ja"))
        else:
            self.type(path, str(value))

    def type(self, path: str, words: str) -> None:
        """Writes over what is in a text field."""
        field = self.key(path).locator("input, textarea").first
        field.fill(words)
        field.blur()
        self.settle()

    def choose(self, question: Question, path: str, value: str) -> None:
        """A card, or a line of a list."""
        values = ["yes", "no"] if question.kind == "yes_no" else [o.value for o in question.options]  # type: ignore[union-attr]
        self.key(path).locator("[data-testid=stRadioOption], [role=combobox]").first.wait_for()
        cards = self.key(path).locator("[data-testid=stRadioOption]")
        if cards.count():
            cards.nth(values.index(value)).click()
        else:
            option = next(o for o in question.options if o.value == value)  # type: ignore[union-attr]
            self.pick(path, option.label.say("ja"))
        self.settle()

    def pick(self, path: str, words: str) -> None:
        """A line of a select box."""
        field = self.key(path).locator("input")
        field.evaluate("field => field.scrollIntoView({ block: 'center' })")  # a list closes when its field scrolls
        field.click()
        field.fill(words)  # long lists draw only what is near: typing finds the rest
        self.page.locator("[role=listbox] [role=option]").filter(has_text=words).first.click()
        self.settle()

    def tick(self, path: str) -> None:
        """A box that stands alone."""
        box = self.key(path).locator("input[type=checkbox]")
        if not box.is_checked():
            self.key(path).locator("label").first.click()
        self.settle()

    def fill_date(self, question: Question, path: str, value: str) -> None:
        """年号 and the parts."""
        iso = value
        if not value[0].isdigit():
            read = {"month": dates.read_month, "birth_date": dates.read_birth_date}.get(question.kind, dates.read_date)
            iso = read(value).stored
        era, *parts = era_parts(iso, western=False)
        self.pick(f"{path}_era", {"reiwa": "令和", "heisei": "平成", "showa": "昭和", "western": "西暦"}[era])
        for part, typed in zip(("year", "month", "day"), parts, strict=True):
            if typed:
                self.type(f"{path}_{part}", typed)

    def upload(self, path: str, file: Path) -> None:
        """Chooses a file and waits until it is kept."""
        before = self.page.locator(".mg-file").count()
        key = f"q_{self.case}_{path.replace('.', '_')}_up"
        self.page.locator(f"[class*=st-key-{key}] input[type=file]").set_input_files(file)
        self.page.locator(".mg-file").nth(before).wait_for()
        self.settle()
