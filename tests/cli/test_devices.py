"""`madoguchi device`: enrolling, listing and revoking the devices of the kiosk."""

import pytest

from .madoguchi import Madoguchi


@pytest.mark.requirement("KI-4")
def test_a_code_is_printed_once_with_the_address_to_type_it_at(alone: Madoguchi) -> None:
    said = alone("device", "enrol", "市民課1番").stdout
    told = alone.json("device", "enrol", "記載台")

    assert "http://localhost:8502/device を開き" in said
    assert (len(told["code"]), told["minutes"], told["name"]) == (9, 10, "記載台")
    assert told["code"] not in alone("device", "list").stdout


@pytest.mark.requirement("KI-4")
def test_devices_are_listed_and_revoked_by_name(alone: Madoguchi) -> None:
    alone("device", "enrol", "市民課1番")
    waiting = alone.json("device", "list")

    revoked = alone("device", "revoke", "市民課1番")
    again = alone("device", "revoke", "市民課1番")

    assert [(one["name"], one["state"]) for one in waiting] == [("市民課1番", "waiting")]
    assert (revoked.returncode, "市民課1番" in revoked.stderr) == (0, True)
    assert (again.returncode, again.stderr.strip()) == (1, "この名前の端末は、登録されていません。")
    assert [one["state"] for one in alone.json("device", "list")] == ["revoked"]
    assert alone("device", "list").stdout.startswith("市民課1番: 取り消し 20")


def test_a_setting_that_is_none_stops_every_command(alone: Madoguchi) -> None:
    done = alone("device", "list", MADOGUCHI_DEVICES="yes")

    assert (done.returncode, done.stderr.strip()) == (1, "MADOGUCHI_DEVICES は enrolled か any です。")
