"""The full counts are left out of the ordinary run, and are all that the drill runs."""

import subprocess
import sys

from .project import ROOT

WITH_BOTH = "tests/records/test_code.py"


def collected(*options: str) -> set[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-o", "addopts=", *options, WITH_BOTH]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, cwd=ROOT)
    return {line for line in done.stdout.splitlines() if "::" in line}


def test_the_ordinary_run_and_the_drill_share_no_test_and_leave_none_out() -> None:
    ordinary, drill = collected("-v"), collected("-v", "-m", "drill")

    assert ordinary & drill == set()
    assert {name.rpartition("::")[2] for name in drill} == {
        "test_a_million_codes_are_all_different",
        "test_every_error_of_ten_thousand_codes_is_caught",
    }
    assert f"{WITH_BOTH}::test_ten_thousand_codes_are_all_different" in ordinary


def test_the_drill_script_runs_what_is_marked_so() -> None:
    script = (ROOT / "deploy" / "drill").read_text(encoding="utf-8")

    assert " -m drill " in script
    assert (ROOT / "deploy" / "drill").stat().st_mode & 0o111 == 0o111
