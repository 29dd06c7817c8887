"""`madoguchi value` as it is called from outside."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from shared.cli.main import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["value", *arguments])


def test_a_value_that_is_taken_ends_with_0():
    result = run("kana", "ﾔﾏﾀﾞ ﾀﾛｳ", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (
        0,
        {"ok": True, "stored": "ヤマダ タロウ", "flags": [], "search_key": "ヤマダタロウ", "message": ""},
    )


def test_a_value_to_confirm_ends_with_0_and_says_what_to_look_at():
    result = run("bank", "123456", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (
        0,
        {
            "ok": True,
            "stored": "0123456",
            "flags": ["account_padded"],
            "search_key": "",
            "message": "7けたになるように、前に0をつけました。通帳の番号と同じか確かめてください。",
        },
    )


def test_a_value_that_is_refused_ends_with_1_and_says_what_to_type():
    result = run("date", "令和元年4月30日", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["ok"], report["stored"]) == (1, False, "")
    assert report["message"] == "令和は令和元年5月1日（2019年）からです。平成31年ではありませんか。"


def test_a_kind_that_does_not_exist_is_a_wrong_call():
    assert [run("colour", "red", "--json").exit_code, run("name").exit_code, run().exit_code] == [2, 2, 2]


@pytest.mark.parametrize("text", ["-1+1", "-5", "--=x"])
def test_a_text_that_begins_with_a_hyphen_is_a_text(text):
    assert json.loads(run("csv", "--json", "--", text).stdout)["stored"] == f"'{text}"
    assert run("csv", text, "--json").exit_code == 0


def test_without_json_the_stored_form_is_the_result_and_words_go_beside_it():
    taken, refused = run("tel", "0852-55-5555 内線123"), run("tel", "012-3456-789")
    assert (taken.stdout, taken.stderr) == (
        "0852555555\n",
        "内線は備考に書いてください。電話番号だけを登録します。\n",
    )
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == "電話番号を市外局番から確かめてください。例: 0852-55-5555\n"


def test_the_installed_command_takes_rare_characters_and_broken_bytes():
    command = [sys.executable, "-c", "from shared.cli.main import main; main()", "value", "name"]
    rare = subprocess.run([*command, "\U00020bb7\ufa19邉\U000e0100", "--json"], capture_output=True, check=True)
    assert json.loads(rare.stdout.decode())["stored"] == "\U00020bb7\ufa19邉\U000e0100"
    broken = subprocess.run([*command, b"\xff\xfe", "--json"], capture_output=True, check=False)
    assert (broken.returncode, json.loads(broken.stdout.decode())["ok"]) == (1, False)
