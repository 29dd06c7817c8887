"""Whether this kiosk lets enrolled devices in only, and who asks now: at every request and at every rerun (KI-4)."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from shared.casework import devices, staff
from shared.casework.office import OfficeSide
from shared.errors import KeepingError
from shared.web.devices import DEVICE_COOKIE
from shared.web.replies import STAFF_COOKIE


@dataclass
class _Rule:
    asked: bool = False


_rule = _Rule()


def ask_for_devices(asked: bool) -> None:
    """Set once, when the process starts."""
    _rule.asked = asked


def is_sent_away(office: OfficeSide) -> bool:
    """Whether the device of this page is none of ours (any more): a websocket outlives a revocation."""
    return _rule.asked and devices.known(office, st.context.cookies.get(DEVICE_COOKIE, "")) is None


def may_act(office: OfficeSide, cookies: Mapping[str, str]) -> bool:
    """Whether a page that is open may do what is pressed on it: its device and its session are good."""
    try:
        device = not _rule.asked or devices.known(office, cookies.get(DEVICE_COOKIE, "")) is not None
        return device and staff.lives(office, cookies.get(STAFF_COOKIE, ""))
    except KeepingError:
        return True  # nobody can be asked: the page itself says so, and what is sent now is spooled


class OfficeDevices:
    """What the routes ask of casework (`shared.web.desks.DeviceDesk`)."""

    def __init__(self, office: OfficeSide) -> None:
        self._office = office

    def known(self, secret: str) -> str | None:
        return devices.known(self._office, secret)

    def enrol(self, code: str) -> str:
        return devices.enrol(self._office, code)
