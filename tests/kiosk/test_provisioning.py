"""KI-6: a device set up by deploy/kiosk keeps nothing on its disk; the real Chromium, its policies, and the check."""

import json
import os
import re
import runpy
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from websockets.sync.client import ClientConnection, connect

from shared.casework import devices
from tests.browser import WHOLE_CHROMIUM
from tests.kiosk.conftest import ROOT, House

KIOSK = ROOT / "deploy" / "kiosk"
ELSEWHERE = "https://madoguchi.example.lg.jp"
CANARY = "鸚哥沢翠羽"
HOME = "/run/madoguchi-kiosk"
# What the device sees: our /etc/chromium, and a /run in memory (in a container it may be none).
INSIDE = f"mount --bind $ETC /etc/chromium && mount -t tmpfs tmpfs /run && mkdir -m 700 {HOME} && exec $START"


def _may_mount() -> bool:
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0


# Everything that a page shows, parted by single blanks, below its own elements too.
ALL_TEXT = """(() => { const out = [];
  const walk = (node) => { if (node.nodeType === 3) out.push(node.textContent);
    if (node.shadowRoot) walk(node.shadowRoot); node.childNodes.forEach(walk); };
  walk(document.body); return out.join(" ").split(/\\s+/).join(" "); })()"""

needs_mounts = pytest.mark.skipif(not _may_mount(), reason="a /run and /etc/chromium of its own need root and unshare")


def installed(folder: Path, url: str) -> Path:
    """The tree that deploy/kiosk/install puts on a device."""
    subprocess.run([KIOSK / "install", url], env={**os.environ, "DESTDIR": str(folder)}, check=True)
    return folder


class Browser:
    """The device's browser as a spy sees it: the test's policies leave remote debugging open."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self._port = process, port
        self._count, self._open = 0, ExitStack()
        self._spy: ClientConnection | None = None

    def page(self) -> dict[str, str]:
        """{"url": …, "title": …, …} of what is on the screen; empty while there is none."""
        try:
            with urlopen(f"http://127.0.0.1:{self._port}/json/list", timeout=5) as answer:
                return next((one for one in json.load(answer) if one["type"] == "page"), {})
        except (URLError, OSError):
            return {}

    def wait_for(self, title: str) -> None:
        deadline = time.monotonic() + 60
        while title not in self.page().get("title", ""):
            assert time.monotonic() < deadline, self.page()
            assert self.process.poll() is None
            time.sleep(0.2)

    def do(self, method: str, **params: Any) -> Any:
        if self._spy is None:
            self._spy = self._open.enter_context(connect(self.page()["webSocketDebuggerUrl"], max_size=None))
        self._count += 1
        self._spy.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while (answer := json.loads(self._spy.recv(timeout=30))).get("id") != self._count:
            continue
        return answer["result"]

    def end(self) -> None:
        self._open.close()
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(30)

    def run(self, script: str) -> Any:
        """The value of a script in the page."""
        found = self.do("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")


@pytest.fixture
def device(house: House, open_kiosk: Callable[..., str], tmp_path: Path) -> Iterator[tuple[Browser, Path]]:
    """A device that was enrolled and started as its unit does it; (browser, what lies on its disk)."""
    address = open_kiosk("--origin", ELSEWHERE)
    disk = installed(tmp_path / "disk", address)
    key = disk / "etc/madoguchi-kiosk/key"
    code = devices.offer(house.office, "記載台1番", "operator")
    subprocess.run([KIOSK / "enrol", address, key], input=f"{code}\n".encode(), check=True, capture_output=True)
    policies = disk / "etc/chromium/policies/managed/madoguchi.json"
    opened = json.loads(policies.read_text()) | {"RemoteDebuggingAllowed": True, "DeveloperToolsAvailability": 1}
    policies.write_text(json.dumps(opened))
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"--headless=new --no-sandbox --disable-gpu --remote-debugging-port={port}"
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(disk / "home"),
        "ETC": str(disk / "etc/chromium"),
        "START": f"{disk}/usr/local/lib/madoguchi-kiosk/start {options}",
        "MADOGUCHI_KIOSK_URL": address,
        "CREDENTIALS_DIRECTORY": str(key.parent),
    }
    (disk / "home").mkdir()
    command = ["unshare", "-m", "bash", "-c", INSIDE]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    browser = Browser(process, port)
    yield browser, disk
    browser.end()


def checked(process: subprocess.Popen[bytes]) -> dict[str, list[str]]:
    """What the check finds wrong with the browser that this process started, as the device sees it."""
    command = ["nsenter", "-m", "-t", str(process.pid), sys.executable, KIOSK / "check", "--json"]
    done = subprocess.run([*command, "--below", str(process.pid)], capture_output=True, check=False)
    found = {one["name"]: one["wrong"] for one in json.loads(done.stdout)}
    wrong = {name: what for name, what in found.items() if what}
    assert done.returncode == (1 if wrong else 0)
    return wrong


def policies_of(browser: Browser) -> dict[str, str]:
    """{policy: what Chromium thinks of it} of those that this machine sets."""
    if browser.run("location.href") != "chrome://policy/":
        browser.do("Page.navigate", url="chrome://policy/")
    deadline, said = time.monotonic() + 20, ""
    while "URLBlocklist" not in said:
        assert time.monotonic() < deadline, said
        time.sleep(0.2)
        said = str(browser.run(ALL_TEXT))
    return dict(re.findall(r"(?:Level Status|Warning Info) (\w+) .*? Platform Machine Mandatory (\S+) Value", said))


@needs_mounts
@pytest.mark.browser
@pytest.mark.requirement("KI-6")
def test_a_provisioned_device_comes_in_by_its_own_secret_and_leaves_nothing_on_its_disk(
    device: tuple[Browser, Path],
) -> None:
    browser, disk = device
    before = {path: path.stat().st_mtime_ns for path in disk.rglob("*") if path.is_file()}
    browser.wait_for("職員のサインイン")  # let in by the secret, without a hand: the profile began empty
    assert browser.run("document.cookie.includes('device')") is False
    browser.run(f"document.querySelector('[name=name]').value = '{CANARY}'")
    browser.run("document.querySelector('[name=password]').value = 'x'; document.querySelector('main form').submit()")
    browser.wait_for("入れませんでした")
    assert browser.run("document.querySelector('[name=name]').value") == CANARY
    browser.run(f"localStorage.setItem('x', '{CANARY}')")
    taken = policies_of(browser)
    assert taken.keys() == json.loads((KIOSK / "policy.json").read_text(encoding="utf-8")).keys()
    assert {name: how for name, how in taken.items() if how not in {"OK", "Deprecated"}} == {}  # both kinds act
    assert browser.do("Page.navigate", url="http://127.0.0.1:1/")["errorText"] == "net::ERR_BLOCKED_BY_ADMINISTRATOR"
    assert checked(browser.process) == {  # the test's own way in, and nothing else
        "debugging": ["--remote-debugging-port"],
        "policies": ["DeveloperToolsAvailability", "RemoteDebuggingAllowed"],
    }
    inside = Path(f"/proc/{browser.process.pid}/root{HOME}")
    assert (inside / "profile").is_dir()
    kept = os.open(inside, os.O_RDONLY)  # holds the memory's file system beyond its end
    try:
        browser.end()
        assert os.listdir(kept) == []
    finally:
        os.close(kept)
    assert {path: path.stat().st_mtime_ns for path in disk.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root sees what another user's browser holds")
@pytest.mark.requirement("KI-6")
def test_the_check_names_what_a_careless_device_leaves(tmp_path: Path) -> None:
    """A process that says of itself to be the browser of a kiosk."""
    history, disk = tmp_path / "history", str(ROOT)
    sleeping = "import sys, time; kept = open(sys.argv[1], 'w'); time.sleep(120)"
    words = [str(history), "--kiosk", f"--user-data-dir={disk}", "--remote-debugging-port=9222"]
    command = ["/usr/lib/chromium/chromium", "-c", sleeping, *words]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, executable=sys.executable, stdout=silent, stderr=silent) as careless:
        try:
            while not history.exists():
                time.sleep(0.05)
            wrong = checked(careless)
        finally:
            careless.kill()
    assert {name: wrong[name] for name in ("incognito", "profile", "cache", "files", "debugging")} == {
        "incognito": ["missing"],
        "profile": [disk],
        "cache": ["not said"],
        "files": [str(history)],
        "debugging": ["--remote-debugging-port"],
    }
    assert "policies" in wrong
    assert {"running", "kiosk"} & wrong.keys() == set()


@pytest.mark.requirement("KI-6")
def test_the_check_wants_what_the_shipped_policies_say() -> None:
    shipped = json.loads((KIOSK / "policy.json").read_text(encoding="utf-8"))
    wanted = runpy.run_path(str(KIOSK / "check"))["WANTED"]
    assert {name: shipped.get(name) for name in wanted} == wanted
    assert len(wanted) >= 12


@pytest.mark.requirement("KI-6")
def test_the_installed_files_name_the_kiosk_and_nothing_else(tmp_path: Path) -> None:
    disk = installed(tmp_path, "https://kiosk.example.jp/")
    files = {path.relative_to(disk).as_posix(): path for path in disk.rglob("*") if path.is_file()}
    policies = json.loads(files["etc/chromium/policies/managed/madoguchi.json"].read_text())
    assert policies["URLAllowlist"] == ["https://kiosk.example.jp", f"file://{HOME}/start.html"]
    assert files["etc/madoguchi-kiosk/kiosk.conf"].read_text() == "MADOGUCHI_KIOSK_URL=https://kiosk.example.jp\n"
    assert files["etc/madoguchi-kiosk/key"].stat().st_mode & 0o777 == 0o600
    with pytest.raises(subprocess.CalledProcessError):
        installed(tmp_path / "x", "https://kiosk.example.jp/?a=|b")


@pytest.mark.requirement("KI-6")
def test_a_profile_on_a_disk_is_refused(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "RUNTIME_DIRECTORY": str(ROOT), "MADOGUCHI_KIOSK_URL": ELSEWHERE}
    done = subprocess.run([KIOSK / "start"], env=environ, capture_output=True, check=False)
    assert (done.returncode, b"on a disk" in done.stderr) == (1, True)


def test_there_is_a_whole_chromium_to_test_with() -> None:
    assert Path(WHOLE_CHROMIUM).exists()
