"""Fee and deadline are changed from a day on, and nothing else of the lines is written anew."""

from datetime import date
from pathlib import Path

import pytest

from shared.catalogue import catalogue as catalogues
from shared.catalogue.editing.blocks import Block, block_of, procedures_in, with_block
from shared.catalogue.editing.rules import Deadline, Fee, deadline_of, fee_of, with_deadline, with_fee
from shared.errors import ValueRefused
from tests.catalogue.samples import SHIPPED

APRIL = date(2027, 4, 1)
HEAD = "  - id: inu # 犬\n    title: 犬を飼う\n"
TAIL = "    # 条例で決まる\n    minutes: 5\n"


def block(fee: str) -> Block:
    return Block("inu", f"{HEAD}{fee}{TAIL}", 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "    fee: {amount: 300}  # 第3条\n",
            "    fee:\n      - {amount: 300, until: 2027-03-31}\n      - {amount: 400, from: 2027-04-01}  # 第3条\n",
        ),
        (
            "    fee:\n      amount: 300\n      per: copies\n",
            "    fee:\n      - until: 2027-03-31\n        amount: 300\n        per: copies\n"
            "      - from: 2027-04-01\n        amount: 400\n        per: copies\n",
        ),
        (
            "    fee: [{amount: 200, until: 2026-03-31}, {amount: 300, from: 2026-04-01}]\n",
            "    fee: [{amount: 200, until: 2026-03-31}, {amount: 300, from: 2026-04-01, until: 2027-03-31}, "
            "{amount: 400, from: 2027-04-01}]\n",
        ),
        (
            "    fee:\n      - {amount: 200, until: 2026-03-31}\n      - {amount: 300, from: 2026-04-01}\n",
            "    fee:\n      - {amount: 200, until: 2026-03-31}\n"
            "      - {amount: 300, from: 2026-04-01, until: 2027-03-31}\n      - {amount: 400, from: 2027-04-01}\n",
        ),
        (
            "    fee:\n      - amount: 300\n        from: 2026-04-01 # 新\n        per: copies\n",
            "    fee:\n      - until: 2027-03-31\n        amount: 300\n        from: 2026-04-01 # 新\n"
            "        per: copies\n      - amount: 400\n        from: 2027-04-01 # 新\n        per: copies\n",
        ),
        ("    fee: {amount: 300, from: 2027-04-01}\n", "    fee: {amount: 400, from: 2027-04-01}\n"),
    ],
)
def test_a_fee_from_a_day_on_is_a_version_of_its_own(before: str, after: str) -> None:
    assert with_fee(block(before), Fee(400), APRIL) == f"{HEAD}{after}{TAIL}"


def test_a_fee_without_a_day_is_put_right_where_it_stands() -> None:
    said = block("    fee: {amount:  300, per: copies} # 第3条\n")
    assert with_fee(said, Fee(350), None) == said.text.replace("300", "350")


def test_amounts_by_option_extras_and_words_are_changed_too() -> None:
    said = block(
        "    fee: {amount: 450, by: {question: kind, amounts: {gendo: 450, josseki: 750}},\n"
        "          extra: [{amount: 550, words: 注射済票}], words: {ja: 450円, en: 450 yen}}\n"
    )
    fee = fee_of(said)
    assert (fee.amount, fee.by, fee.extra) == (450, {"gendo": 450, "josseki": 750}, (550,))
    new = Fee(460, {"gendo": 460, "josseki": 800}, (600,), {"ja": "460円", "en": "460 yen"})
    assert fee_of(Block("inu", with_fee(said, new, APRIL), 1)) == new
    assert fee_of(Block("inu", with_fee(said, new, None), 1)) == new


def test_a_change_that_is_planned_already_is_not_overwritten() -> None:
    said = block("    fee: [{amount: 300, until: 2027-05-31}, {amount: 400, from: 2027-06-01}]\n")
    with pytest.raises(ValueRefused, match="proposal_planned"):
        with_fee(said, Fee(500), APRIL)


def test_the_days_and_the_sentence_of_a_deadline_are_changed_from_a_day_on() -> None:
    said = block("    fee: {amount: 0}\n    deadline: {days: 14, count: exclude_first_day, text: 14日以内}\n")
    assert deadline_of(said) == Deadline(14, {"ja": "14日以内"})
    new = Block("inu", with_deadline(said, Deadline(30, {"ja": "30日以内"}), APRIL), 1)
    assert deadline_of(new) == Deadline(30, {"ja": "30日以内"})
    assert "{days: 14, count: exclude_first_day, text: 14日以内, until: 2027-03-31}" in new.text


def dearer(text: str, name: str) -> str:
    """Every procedure of a file costs 100 yen more from April on."""
    for procedure in procedures_in(text):
        said = block_of(text, procedure)
        assert with_block(text, procedure, said.text) == text
        fee = fee_of(said)
        new = Fee(fee.amount + 100, {key: value + 100 for key, value in fee.by.items()}, fee.extra, fee.words)
        text = with_block(text, procedure, with_fee(said, new, APRIL))
    return text


def check_dearer(folder: Path, names: list[str]) -> None:
    (folder / "procedures").mkdir()
    (folder / SHIPPED.name).write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    for file in (SHIPPED.parent / "procedures").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        new = dearer(text, file.name) if file.name in names else text
        (folder / "procedures" / file.name).write_text(new, encoding="utf-8")
    shipped, changed = catalogues.load(SHIPPED), catalogues.read_catalogue(folder / SHIPPED.name)
    assert changed.problems == ()
    assert changed.catalogue is not None
    dearer_now = 0
    for one in changed.catalogue.procedures:
        before, after = shipped.procedure(one.id).on(date(2027, 3, 31)), one.on(date(2027, 3, 31))
        assert before.fee_versions[0] == after.fee_versions[0].model_copy(update={"until": None})
        dearer_now += one.fee_versions[-1].amount == shipped.procedure(one.id).fee_versions[-1].amount + 100
    assert dearer_now > 0


def test_the_fees_of_a_shipped_file_are_changed_and_the_catalogue_holds(tmp_path: Path) -> None:
    check_dearer(tmp_path, ["gomi-kankyo.yaml"])


@pytest.mark.drill
def test_the_fee_of_every_shipped_procedure_can_be_changed(tmp_path: Path) -> None:
    check_dearer(tmp_path, [file.name for file in (SHIPPED.parent / "procedures").glob("*.yaml")])
