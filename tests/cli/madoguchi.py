"""Runs `madoguchi` as processes of its own. One process has imported the rooms already; each call is a child of it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

ROOT = Path(__file__).parents[2]

# It reads one order a line, {"run": arguments, …} or {"wait": pid}, and has no threads: a child is as good as new.
STABLE = """
import importlib, json, os, sys
from pathlib import Path
import cryptography.hazmat.primitives.asymmetric.mlkem  # what the first sealing would import in every child
from shared.catalogue.catalogue import load
from shared.cli import main
for place in main.COMMANDS.values():
    importlib.import_module("shared.cli." + place.split(":")[0])
load(Path("procedures.yaml").absolute())  # read once for all of them, by the path that the settings give

def child(order):
    os.setsid()
    for number, name in ((0, order["stdin"]), (1, order["stdout"]), (2, order["stderr"])):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND
        os.dup2(os.open(name, flags, 0o600), number)
    os.environ.clear()
    os.environ.update(order["environ"])
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
    code = 70
    try:
        main.main(order["run"], prog_name="madoguchi")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        import traceback
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

print("ready", flush=True)
for line in sys.stdin:
    order = json.loads(line)
    if "run" in order:
        pid = os.fork()
        if pid == 0:
            child(order)
        print(pid, flush=True)
    else:
        print(os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1]), flush=True)
"""


@dataclass
class Running:
    """A command that has begun."""

    stable: "Stable"
    pid: int
    arguments: tuple[str, ...]
    stdout: Path
    stderr: Path

    def kill(self) -> None:
        """kill -9."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> CompletedProcess[str]:
        code = int(self.stable.ask({"wait": self.pid}))
        written = [path.read_text(encoding="utf-8") for path in (self.stdout, self.stderr)]
        return CompletedProcess(self.arguments, code, *written)


@dataclass
class Stable:
    """Where the commands come from."""

    process: subprocess.Popen[str]
    scratch: Path
    count: int = 0

    def ask(self, order: dict[str, object]) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def start(self, arguments: tuple[str, ...], environ: dict[str, str], stdin: str = "") -> Running:
        self.count += 1
        names = [self.scratch / f"{self.count}.{name}" for name in ("in", "out", "err")]
        for name, text in zip(names, (stdin, "", ""), strict=True):  # a child may be killed before it opens them
            name.write_text(text, encoding="utf-8")
        places = dict(zip(("stdin", "stdout", "stderr"), map(str, names), strict=True))
        pid = int(self.ask({"run": arguments, "environ": environ, **places}))
        return Running(self, pid, arguments, names[1], names[2])


@contextmanager
def open_stable(scratch: Path) -> Iterator[Stable]:
    """A stable of its own; ended at the end."""
    command = [sys.executable, "-c", STABLE]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Stable(process, scratch)
        assert process.stdin is not None
        process.stdin.close()


@dataclass(frozen=True)
class Madoguchi:
    """`madoguchi` in one house: called with arguments, and with variables of the environment as keywords."""

    stable: Stable
    house: Path
    environ: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, stdin: str = "", **more: str) -> CompletedProcess[str]:
        return self.begin(*arguments, stdin=stdin, **more).wait()

    def begin(self, *arguments: str, stdin: str = "", **more: str) -> Running:
        """Begins a command and does not wait for it."""
        return self.stable.start(arguments, self.environment(**more), stdin)

    def environment(self, **more: str) -> dict[str, str]:
        """What the command finds in its environment: nothing of ours but where the house is."""
        others = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
        return others | {"MADOGUCHI_VAR": str(self.house)} | self.environ | more

    def json(self, *arguments: str, **more: str) -> Any:
        """The result of a command that must go well."""
        done = self(*arguments, "--json", **more)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return json.loads(done.stdout)
