"""What differs between two catalogues is told in words, and what is the same is not."""

from pathlib import Path

import pytest

from shared.catalogue.difference import Change, differences
from shared.errors import CatalogueError

from .samples import SHIPPED, SMALL

TEXT = SMALL.read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> list[Change]:
    assert old in TEXT
    path = folder / "procedures.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return differences(SMALL, path)


def test_nothing_differs_from_itself() -> None:
    assert [differences(path, path) for path in (SMALL, SHIPPED)] == [[], []]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "amount: 350",
            "amount: 400",
            Change("changed", ("procedures", "写しをとる", "fee", "2027-04-01から", "amount"), "350", "400"),
        ),
        (
            "title: 証明}",
            "title: 証明書}",
            Change("changed", ("categories", "証明書", "title"), "証明", "証明書"),
        ),
        (
            'easy: "{引|ひ}っこし"',
            'easy: "ひっこし"',
            Change("changed", ("life_events", "引っ越し", "title", "easy"), "引っこし", "ひっこし"),
        ),
        (
            "name: ごみ課,",
            "name: {ja: ごみ課, en: Waste},",
            Change("added", ("sections", "ごみ課", "name", "en"), None, "Waste"),
        ),
        (
            "words: [ソファー, ベッド]",
            "words: [ソファー]",
            Change("removed", ("procedures", "大きなごみを出す", "words", "ベッド"), "ベッド", None),
        ),
        (
            "words: [ソファー, ベッド]",
            "words: [ベッド, ソファー]",
            Change("moved", ("procedures", "大きなごみを出す", "words")),
        ),
        (
            "          - {id: pickup,",
            "          - {id: bell, kind: yes_no, label: よびりん, required: true}\n          - {id: pickup,",
            Change(
                "added",
                ("procedures", "大きなごみを出す", "steps", "出すもの", "questions", "よびりん"),
                None,
                "よびりん",
            ),
        ),
        (
            "sensitive: true",
            "sensitive: false",
            Change("changed", ("procedures", "大きなごみを出す", "sensitive"), "true", "false"),
        ),
        (
            "    identity_online: copy_by_post\n",
            "",
            Change("removed", ("procedures", "写しをとる", "identity_online"), "copy_by_post", None),
        ),
    ],
)
def test_a_change_is_told_with_its_place_and_both_values(tmp_path: Path, old: str, new: str, told: Change) -> None:
    assert changed(tmp_path, old, new) == [told]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "{amount: 350, per: copies, from: 2027-04-01,",
            "{amount: 400, per: copies, from: 2027-04-01,",
            [Change("changed", ("procedures", "写しをとる", "fee", "2027-04-01から", "amount"), "350", "400")],
        ),
        (
            "{amount: 350, per: copies, from: 2027-04-01, paid: {online: post}}",
            "{amount: 350, per: copies, from: 2027-04-01, until: 2028-03-31, paid: {online: post}}\n"
            "      - {amount: 500, per: copies, from: 2028-04-01, paid: {online: post}}",
            [Change("changed", ("procedures", "写しをとる", "fee", "2028-04-01から", "amount"), "350", "500")],
        ),
        (
            "summary: 住所を証明する紙を出します。",
            "summary: [{ja: 住所を証明する紙を出します。, until: 2027-03-31}, {ja: 紙を出します。, from: 2027-04-01}]",
            [
                Change(
                    "changed",
                    ("procedures", "写しをとる", "summary", "2027-04-01から"),
                    "住所を証明する紙を出します。",
                    "紙を出します。",
                )
            ],
        ),
        (
            "title: [{ja: ごみを出す, until: 2026-12-31}, {ja: 大きなごみを出す, from: 2027-01-01}]",
            "title: ごみを出す",
            [Change("removed", ("procedures", "ごみを出す", "title", "2027-01-01から"), "大きなごみを出す", None)],
        ),
    ],
)
def test_what_changes_on_a_day_is_told_with_the_day_and_what_differs(
    tmp_path: Path, old: str, new: str, told: list[Change]
) -> None:
    assert changed(tmp_path, old, new) == told


def test_a_change_of_a_shared_set_is_told_once(tmp_path: Path) -> None:
    told = changed(
        tmp_path,
        "label: 生まれた日, required: true}\n    - {id: postal",
        "label: 誕生日, required: true}\n    - {id: postal",
    )

    assert told == [Change("changed", ("question_sets", "applicant", "誕生日", "label"), "生まれた日", "誕生日")]


def test_the_same_in_several_files_is_no_difference(tmp_path: Path) -> None:
    before, _, rest = TEXT.partition("\nprocedures:\n")
    procedures, _, notices = rest.partition("\nnotices:\n")
    (tmp_path / "part.yaml").write_text(f"procedures:\n{procedures}\n", encoding="utf-8")
    path = tmp_path / "procedures.yaml"
    path.write_text(f"include: [part.yaml]\n{before}\nnotices:\n{notices}", encoding="utf-8")

    assert differences(SMALL, path) == []


def test_a_file_with_mistakes_is_refused_with_them(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        changed(tmp_path, "kind: certificate", "kind: x")

    assert [one.code for one in caught.value.problems] == ["one_of"]
