"""How long from an answer kept by staff to its words on the second screen, in a real Chromium.

    .venv/bin/python benchmarks/second_face.py [--rounds 30]

Keeping itself (sealed, durable) is a line of its own; the clock of the second screen starts when it is over.
"""

import argparse
import os
import statistics
import threading
import time
from dataclasses import replace

import uvicorn
from house import House, open_house
from measure import Spent, head, line
from playwright.sync_api import Page, sync_playwright
from starlette.routing import Router

from shared.casework import applying
from shared.casework.cases import Case
from shared.casework.second_face.content import content_of
from shared.casework.second_face.faces import Faces, session_of
from shared.screens import server
from shared.web import second_face
from shared.web.assets import StaticFiles
from shared.web.face import Face
from shared.web.page import Pages

PORT = 8699
SESSION = session_of("a sign-in")
CHROMIUM = os.environ.get("MADOGUCHI_TEST_CHROMIUM") or "/usr/bin/chromium"
STEP = "applicant_name"
WATCH = """() => { window.seen = []; new MutationObserver(() => {
  const words = document.querySelector("main")?.textContent ?? "";
  requestAnimationFrame(() => window.seen.push([words, Date.now()]));
}).observe(document.getElementById("face"), {childList: true, subtree: true}); }"""
FIND = "name => (window.seen.find(one => one[0].includes(name)) ?? [])[1] ?? 0"


def served(house: House, faces: Faces) -> uvicorn.Server:
    """The second screen's routes on a port of this machine, as the kiosk has them."""
    city = house.office.catalogue().city
    pages = Pages(Face("kiosk", "kiosk", city.name, city.telephone, city.hours), server.LOOK)
    routes = second_face.routes(faces, pages, [f"http://localhost:{PORT}"])
    app = StaticFiles(Router(routes=routes), pages.prefix, pages.assets)
    running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="error"))
    threading.Thread(target=running.run, daemon=True).start()
    while not running.started:
        time.sleep(0.05)
    return running


def begun(house: House) -> Case:
    """A case whose helper was agreed to on the second screen, answered."""
    case = applying.answer_all(house.office, house.begun(), house.answers, "citizen")
    assert case.draft is not None
    return applying.save(house.office, case, replace(case.draft, consent={"where": "second_face"}))


def publish(faces: Faces, case: Case) -> None:
    faces.publish(SESSION, case.reference, content_of(case, STEP))
    faces.attend(SESSION, case.reference)


def look(house: House, faces: Faces, page: Page, rounds: int) -> tuple[Spent, list[float]]:
    case = begun(house)
    page.goto(f"http://localhost:{PORT}/P/{faces.offer(SESSION, case.reference)}")
    page.locator("button.main").click()
    publish(faces, case)
    faces.list_all(SESSION, case.reference, listed=False)
    page.wait_for_selector("main[data-stage=ask]")
    page.evaluate(WATCH)
    given = {q.id: house.answers[q.id] for q in case.procedure.step(STEP).questions if q.id in house.answers}
    keeping, seen = Spent(), []
    for number in range(rounds):
        name = f"花{number}"
        with keeping.once():
            case = applying.answer(house.office, case, STEP, {**given, "applicant_mei": name}, "citizen")
        kept = time.time() * 1000
        publish(faces, case)
        at = 0.0
        while not at:
            page.wait_for_timeout(20)
            at = page.evaluate(FIND, name)
        seen.append(at - kept)
        page.wait_for_timeout(100)
    return keeping, seen


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=30)
    given = arguments.parse_args()
    with open_house() as house, sync_playwright() as playwright:
        faces = Faces()
        running = served(house, faces)
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        keeping, seen = look(house, faces, browser.new_page(), given.rounds)
        browser.close()
        running.should_exit = True
    head()
    line("an answer kept", keeping)
    late = statistics.quantiles(seen, n=20)[-1] if len(seen) > 1 else seen[0]
    print(f"kept, and then seen on the second screen: median {statistics.median(seen):.0f} ms, 95 % {late:.0f} ms")


if __name__ == "__main__":
    main()
