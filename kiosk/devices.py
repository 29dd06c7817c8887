"""Whether this kiosk lets enrolled devices in only, and who asks now: at every request and at every rerun (KI-4)."""

from dataclasses import dataclass

import streamlit as st

from shared.casework import devices
from shared.casework.office import OfficeSide
from shared.web.devices import DEVICE_COOKIE


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


class OfficeDevices:
    """What the routes ask of casework (`shared.web.desks.DeviceDesk`)."""

    def __init__(self, office: OfficeSide) -> None:
        self._office = office

    def known(self, secret: str) -> str | None:
        return devices.known(self._office, secret)

    def enrol(self, code: str) -> str:
        return devices.enrol(self._office, code)
