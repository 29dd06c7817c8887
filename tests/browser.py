"""Which real browser the tests drive: Debian's Chromium, without windows where there is one (a third of the work)."""

import shutil

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
