"""Tabs that one test uses after the other. A new one has to compile the whole page again, at twice the processor.

Whoever takes one finds nothing of those before: no cookie, no storage, no permission, no route, and the page of another
is gone. What cannot be undone (a script before every page) needs a browser of its own: `new_context`.
"""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

PLAIN = "/healthz"  # of both doors: a page without scripts at the same origin


class Tabs:
    """Each tab has a browser profile of its own."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._free: list[Page] = []

    def take(self, width: int, height: int, patience: int) -> Page:
        """A tab of this size. `patience`: milliseconds."""
        page = self._free.pop() if self._free else self._new()
        page.set_viewport_size({"width": width, "height": height})
        page.context.set_default_timeout(patience)
        page.set_default_timeout(patience)
        return page

    def give_back(self, page: Page) -> None:
        """Emptied for the next; closed where that does not work, as when its server is gone."""
        try:
            _empty(page)
        except PlaywrightError:
            page.context.close()
        else:
            self._free.append(page)

    def close(self) -> None:
        for page in self._free:
            page.context.close()

    def _new(self) -> Page:
        context = self._chromium.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
        return context.new_page()


def _empty(page: Page) -> None:
    context: BrowserContext = page.context
    for other in context.pages:
        if other is not page:
            other.close()
    page.unroute_all()
    context.unroute_all()
    context.set_offline(False)
    context.clear_permissions()
    context.clear_cookies()  # before the page is left: nothing of the visit may be asked for again
    address = urlsplit(page.url)
    page.goto(f"{address.scheme}://{address.netloc}{PLAIN}", timeout=5_000)
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    context.clear_cookies()
