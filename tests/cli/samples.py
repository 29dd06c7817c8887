"""Sample answers as commands take them, and what stands on a printed receipt."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp

from .madoguchi import Madoguchi

SAMPLES = Path(__file__).parents[1] / "samples"
SELF = SAMPLES / "juminhyo-copy" / "self-by-post.json"
TAX = SAMPLES / "shotoku-kazei-shomei" / "self.json"


def with_answers(folder: Path, sample: Path = SELF, **changes: Any) -> str:
    """A file with the sample's answers, some of them changed; None takes one out."""
    answers = json.loads(sample.read_text(encoding="utf-8")) | changes
    path = folder / f"answers-{len(list(folder.iterdir()))}.json"
    path.write_text(json.dumps({name: value for name, value in answers.items() if value is not None}), "utf-8")
    return str(path)


def apply(run: Madoguchi, sample: Path = SELF, *more: str) -> dict[str, Any]:
    """Filed; what the command answered."""
    done = run("apply", sample.parent.name, "--answers", str(sample), *more, "--json")
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def at_the_counter(run: Madoguchi, folder: Path, sample: Path = SELF, *more: str) -> dict[str, Any]:
    """Filed by 佐藤 花 with everything that staff check."""
    checks = json.loads(sample.with_suffix(".staff.json").read_text(encoding="utf-8"))
    answers = with_answers(folder, sample, **checks)
    done = run(
        "apply", sample.parent.name, "--answers", answers, "--channel", "counter", "--staff", "sato", *more, "--json"
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def scanned(receipt: Path) -> dict[str, str]:
    """{"C": …, "R": …}: addresses of the QR codes, by their letter."""
    page = pypdfium2.PdfDocument(receipt)[0]
    texts = [found.text for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    return {text.rsplit("/", 2)[1]: text for text in texts}


def refusal(done: Any) -> tuple[int, str]:
    """(exit code, code of the error) of a refused command."""
    return done.returncode, json.loads(done.stdout)["error"]["code"]
