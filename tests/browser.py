"""Which real browser the tests drive: Debian's Chromium, or what MADOGUCHI_TEST_CHROMIUM names.

`chromium-headless-shell` is the same engine without windows and costs a third of the processor; deploy/test names it
for the kiosk. The other groups have not been run in it as a whole, so they keep the whole browser.
"""

import os

CHROMIUM = os.environ.get("MADOGUCHI_TEST_CHROMIUM") or "/usr/bin/chromium"
