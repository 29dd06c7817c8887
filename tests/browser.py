"""Which real browsers the tests drive, both Debian's."""

import shutil

WHOLE_CHROMIUM = "/usr/bin/chromium"  # where a test needs a camera or a profile as at a counter
# The same engine without windows, at a third of the processor, where Debian has it.
CHROMIUM = shutil.which("chromium-headless-shell") or WHOLE_CHROMIUM
