"""`madoguchi paper`: forms as files, from the catalogue, a code, a record, or answers."""

import json
from pathlib import Path

import pytest

from shared.records.form_token import FORM, FormToken, read_form
from tests.printing import reader

from .madoguchi import Madoguchi
from .samples import SELF, apply, with_answers

BASE = {"MADOGUCHI_BASE_URL": "https://madoguchi.example.lg.jp"}


def first_token(file: Path, page: int = 0) -> FormToken:
    (text,) = reader.codes(reader.picture(file.read_bytes(), 200, page))
    token = read_form(text)
    assert token is not None
    return token


def words(file: Path) -> str:
    return reader.one_line(file.read_bytes())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "form.pdf"


def test_a_blank_form_needs_no_store(run: Madoguchi, out: Path, tmp_path: Path) -> None:
    done = run("paper", "sodai-gomi", "--out", str(out), MADOGUCHI_VAR=str(tmp_path / "nothing"), **BASE)

    token = first_token(out)
    assert (done.returncode, done.stderr) == (0, "")
    assert (token.procedure_id, token.blank_set, token.page) == ("sodai-gomi", True, 1)
    assert done.stdout.startswith(f"{token.number[:3]} {token.number[3:6]} {token.number[6:]}  ")
    assert not (tmp_path / "nothing").exists()


def test_a_form_of_a_draft_is_filled_in_and_keeps_the_draft_for_ninety_days(
    run: Madoguchi, out: Path, tmp_path: Path
) -> None:
    code = run.json("draft", "juminhyo-copy", "--answers", with_answers(tmp_path, target=None))["code"]
    before = run.json("status", code)

    made = run.json("paper", "juminhyo-copy", "--code", code, "--out", str(out), **BASE)

    after = run.json("status", code)
    assert made["number"] == before["reference"] == first_token(out).number
    assert made["expires_on"] == after["expires_on"] > before["expires_on"]
    assert ("見本" in words(out), "世帯の一部" in words(out)) == (True, True)
    assert code not in words(out)


def test_a_code_of_another_procedure_is_a_wrong_call(run: Madoguchi, out: Path, tmp_path: Path) -> None:
    code = run.json("draft", "juminhyo-copy", "--answers", with_answers(tmp_path))["code"]

    done = run("paper", "sodai-gomi", "--code", code, "--out", str(out))

    assert (done.returncode, out.exists()) == (2, False)
    assert "juminhyo-copy" in done.stderr


def test_what_was_sent_and_what_opens_nothing_is_refused_in_words(run: Madoguchi, out: Path) -> None:
    sent = apply(run)["code"]

    told = [run("paper", "juminhyo-copy", "--code", code, "--out", str(out)) for code in (sent, "7H3K9QWN2TCXM4RD")]

    assert [done.returncode for done in told] == [1, 1]
    assert "もう送られています" in told[0].stderr
    assert told[1].stderr.strip()
    assert not out.exists()


def test_a_record_is_printed_as_it_was_sent_and_the_look_is_in_its_trail(run: Madoguchi, out: Path) -> None:
    reference = apply(run)["reference"]
    assert run("receive").returncode == 0

    made = run.json("paper", "juminhyo-copy", "--reference", reference, "--out", str(out), **BASE)

    record = run.json("show", reference)
    assert (made["number"], made["expires_on"]) == (reference, None)
    assert record["answers"]["applicant_sei"] in words(out)
    assert [row["action"] for row in record["trail"]].count("read") == 2  # the form, and `show` itself


def test_answers_from_a_file_are_printed_and_kept_nowhere(run: Madoguchi, out: Path, tmp_path: Path) -> None:
    answers = with_answers(tmp_path, applicant_sei="𠮷野", copies=None)

    made = run.json("paper", "juminhyo-copy", "--answers", answers, "--out", str(out), **BASE)

    assert (made["number"][0], "𠮷野" in words(out)) == (FORM, True)


def test_wrong_answers_are_told_as_elsewhere(run: Madoguchi, out: Path, tmp_path: Path) -> None:
    answers = with_answers(tmp_path, applicant_birth="昭和64年2月30日")

    done = run("paper", "juminhyo-copy", "--answers", answers, "--out", str(out), "--json")

    assert (done.returncode, out.exists()) == (1, False)
    assert [error["question"] for error in json.loads(done.stdout)["errors"]] == ["applicant_birth"]


def test_large_print_readings_language_and_address_sheet(run: Madoguchi, tmp_path: Path) -> None:
    made = {}
    for name, options in {
        "plain": [],
        "large": ["--large"],
        "ruby": ["--ruby"],
        "en": ["--lang", "en"],
        "post": ["--envelope", "office"],
    }.items():
        made[name] = tmp_path / f"{name}.pdf"
        assert run("paper", "juminhyo-copy", *options, "--out", str(made[name]), **BASE).returncode == 0

    pages = {name: reader.page_count(file.read_bytes()) for name, file in made.items()}
    assert (pages["large"] > pages["plain"], pages["post"]) == (True, pages["plain"] + 1)
    assert ("じゅうしょ" in words(made["ruby"]), "Date of birth" in words(made["en"])) == (True, True)
    assert (first_token(made["post"]).page, first_token(made["post"], 1).page) == (0, 1)


def test_a_letter_to_the_citizen_needs_their_address(run: Madoguchi, out: Path) -> None:
    blank = run("paper", "juminhyo-copy", "--envelope", "citizen", "--out", str(out))
    known = run("paper", "juminhyo-copy", "--answers", str(SELF), "--envelope", "citizen", "--out", str(out), **BASE)

    assert (blank.returncode, known.returncode) == (2, 0)
    assert "見本 花子 様" in words(out)


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-procedure"],
        ["sodai-gomi", "--ruby", "--lang", "en"],
        ["sodai-gomi", "--code", "X", "--reference", "Y"],
        ["sodai-gomi", "--lang", "fr"],
        ["sodai-gomi", "--envelope", "nobody"],
    ],
)
def test_a_wrong_call_prints_nothing_and_ends_with_two(run: Madoguchi, out: Path, arguments: list[str]) -> None:
    done = run("paper", *arguments, "--out", str(out))

    assert (done.returncode, done.stdout, out.exists()) == (2, "", False)


def test_a_folder_that_is_not_there_is_told_before_a_draft_is_touched(run: Madoguchi, tmp_path: Path) -> None:
    code = run.json("draft", "juminhyo-copy", "--answers", with_answers(tmp_path))["code"]

    before = run.json("status", code)

    done = run("paper", "juminhyo-copy", "--code", code, "--out", str(tmp_path / "no" / "form.pdf"))

    assert (done.returncode, run.json("status", code)) == (2, before)


def test_several_are_one_pdf_each_with_its_number_and_what_they_share_filled_in(
    run: Madoguchi, out: Path, tmp_path: Path
) -> None:
    known = {"by_agent": "no", "applicant_sei": "見本", "applicant_mei": "花子", "inu-toroku": {"dog_name": "こむぎ"}}
    answers = tmp_path / "known.json"
    answers.write_text(json.dumps(known), encoding="utf-8")

    done = run("paper", "inu-toroku", "juminhyo-copy", "--answers", str(answers), "--out", str(out), "--json", **BASE)

    said = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert [one["procedure"] for one in said["forms"]] == ["inu-toroku", "juminhyo-copy"]
    pages = ["".join("".join(lines).split()) for lines in reader.pages(out.read_bytes())]
    assert "2つの手続の用紙" in pages[0] and reader.codes(reader.picture(out.read_bytes(), 200, 0)) == set()
    starts = [next(n for n, page in enumerate(pages) if n and one["number"] in page) for one in said["forms"]]
    assert starts[0] == 1 < starts[1]
    for one, start in zip(said["forms"], starts, strict=True):
        token = first_token(out, start)
        assert (token.procedure_id, token.number, token.page) == (one["procedure"], one["number"], 1)
        assert "見本" in pages[start] and "花子" in pages[start]
    assert "こむぎ" in "".join(pages[starts[0] : starts[1]]) and "こむぎ" not in "".join(pages[starts[1] :])


def test_what_none_of_several_asks_is_refused(run: Madoguchi, out: Path, tmp_path: Path) -> None:
    answers = tmp_path / "unknown.json"
    answers.write_text(json.dumps({"nobody_asks": "x"}), encoding="utf-8")
    done = run("paper", "inu-toroku", "juminhyo-copy", "--answers", str(answers), "--out", str(out), "--json", **BASE)
    assert done.returncode != 0 and not out.exists()
