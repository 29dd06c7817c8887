"""How every command is called: help, exit codes, results apart from messages, the very first command on a machine."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from shared.cli.main import COMMANDS, main
from shared.records.recovery_key import private_of
from tests import shipped_catalogue

from .madoguchi import Madoguchi, Stable
from .samples import SELF, with_answers

INSTALLED = Path(sys.executable).with_name("madoguchi")


def commands(group: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """(words that call it, the command), groups too."""
    if path:
        yield " ".join(path), group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield from commands(command, (*path, name))


def test_these_commands_exist_and_no_others() -> None:
    assert [name for name, _ in commands()] == [
        *("act", "apply", "arrive", "backup", "catalogue", "catalogue approve", "catalogue check", "catalogue diff"),
        *("catalogue list", "catalogue preview", "catalogue proposals", "catalogue propose", "catalogue publish"),
        *("catalogue refuse", "catalogue rollback", "catalogue schema", "catalogue send-out", "catalogue withdraw"),
        *("code", "code replace", "device", "device enrol", "device list", "device revoke", "doctor", "draft", "find"),
        *("guide", "keys", "keys backup", "keys recovery", "keys restore"),
        *("number", "paper", "protect", "protect add", "protect list", "protect remove"),
        *("queue", "receipt", "receive", "restore", "serve", "show"),
        *(
            "staff",
            "staff add",
            "staff clear-pin",
            "staff disable",
            "staff list",
            "status",
            "trail",
            "trail verify",
            "type",
        ),
        *("value", "verify", "waiting"),
    ]


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=lambda one: one if isinstance(one, str) else "")
def test_the_help_of_every_command_says_what_it_does(name: str, command: click.Command) -> None:
    words = command.get_short_help_str(limit=200)

    assert words.endswith((".", "…")) or len(words) > 30
    assert command.help is not None
    assert command.get_help(click.Context(command, info_name=name)).startswith("Usage: ")


def test_every_command_that_answers_machines_takes_json_in_the_same_way() -> None:
    silent = {
        "catalogue schema",
        "device revoke",
        "keys backup",
        "keys restore",
        "receipt",
        "serve",
    }
    silent |= {"serve", "staff clear-pin", "staff disable"}
    answering = {name for name, one in commands() if any("--json" in parameter.opts for parameter in one.params)}
    groups = {name for name, one in commands() if isinstance(one, click.Group)}

    assert answering | silent | groups == {name for name, _ in commands()}
    assert answering & (silent | groups) == set()


def test_the_installed_command_lists_them() -> None:
    done = subprocess.run([INSTALLED, "-h"], capture_output=True, text=True, timeout=60, check=False, cwd="/")

    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.split("Commands:\n")[1].splitlines()] == sorted(COMMANDS)


def test_the_first_command_sets_up_the_house_and_prints_the_recovery_key_once(stable: Stable, tmp_path: Path) -> None:
    run = Madoguchi(stable, tmp_path / "var")

    first = run("draft", "juminhyo-copy", "--answers", str(SELF), "--json")
    second = run("draft", "juminhyo-copy", "--answers", str(SELF), "--json")

    assert [(done.returncode, list(json.loads(done.stdout))) for done in (first, second)] == [(0, ["code"])] * 2
    assert ("復旧キー" in first.stderr, second.stderr) == (True, "")
    lines = [line.split()[1:] for line in first.stderr.splitlines() if line.startswith(("  1  ", "  2  ", "  3  "))]
    secret = "".join(group for line in lines for group in line)
    assert (len(secret), len(private_of(secret))) == (60, 96)
    kept = b"".join(path.read_bytes() for path in run.house.rglob("*") if path.is_file())
    assert [half for half in (secret[:20], secret[20:40], secret[40:]) if half.encode() in kept] == []
    assert private_of(secret)[:32] not in kept


def test_what_was_made_is_for_its_owner_only(run: Madoguchi) -> None:
    wide = [path for path in run.house.rglob("*") if path.stat().st_mode & 0o077]

    assert [path.relative_to(run.house).as_posix() for path in wide if path.is_file()] == []
    assert [(run.house / side).stat().st_mode & 0o777 for side in ("front", "office", "number")] == [0o700] * 3


def test_refusals_are_messages_and_leave_stdout_to_results(run: Madoguchi, tmp_path: Path) -> None:
    wrong = with_answers(tmp_path, applicant_birth="きのう", applicant_tel="1")
    for arguments in (["apply", "juminhyo-copy", "--answers", wrong], ["status", "7CRP8W7BEQXKWJ4A"]):
        plain, machine = run(*arguments), run(*arguments, "--json")
        assert (plain.returncode, plain.stdout, machine.returncode) == (1, "", 1)
        assert plain.stderr == machine.stderr
        assert json.loads(machine.stdout).keys() <= {"errors", "error"}
    assert "きのう" not in run("apply", "juminhyo-copy", "--answers", wrong).stderr


def test_a_broken_catalogue_stops_every_command_that_needs_it(run: Madoguchi, tmp_path: Path) -> None:
    broken = shipped_catalogue.changed(tmp_path, "kind: certificate", "kind: x")

    for arguments in (["apply", "juminhyo-copy", "--answers", str(SELF)], ["queue"], ["find", "住民票"]):
        done = run(*arguments, MADOGUCHI_CATALOGUE=str(broken))
        assert done.returncode == 1
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("MADOGUCHI_BASE_URL", "https://" + "x" * 60, "base_url"),
        ("MADOGUCHI_BASE_URL", "shinsei.example.jp", "base_url"),
        ("MADOGUCHI_OFFICE_URL", "mysql://localhost/x", "database_url"),
    ],
)
def test_a_wrong_environment_is_named(run: Madoguchi, name: str, value: str, code: str) -> None:
    done = run("queue", "--json", **{name: value})

    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (1, code)
