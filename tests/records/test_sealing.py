import dataclasses
from pathlib import Path

import pytest
from sample_records import CODE, FACT, HARD_NAME, Installation, a_body, a_head, install

from shared.errors import CannotUnseal, KeyMissing, SettingsError
from shared.records import keyring, publishing
from shared.records.envelope import Envelope
from shared.records.hybrid_keys import new_private, public_half
from shared.records.opening import open_envelope, rewrap, unwrap
from shared.records.sealing import PublicKeys, envelope_info, seal_envelope, wrap


@pytest.fixture(scope="module")
def public(city: Installation) -> PublicKeys:
    return keyring.load_front_keys(city.front).public


@pytest.fixture(scope="module")
def private(city: Installation) -> dict[str, bytes]:
    return keyring.load_opening_keys(city.office)


@pytest.fixture
def envelope(public: PublicKeys) -> Envelope:
    return seal_envelope(a_head(), a_body(), public)


def why(envelope: Envelope, keys: dict[str, bytes]) -> str:
    with pytest.raises(CannotUnseal) as refused:
        open_envelope(envelope, keys)
    return refused.value.code


def test_what_is_sealed_at_the_door_opens_in_the_office(envelope: Envelope, private: dict[str, bytes]) -> None:
    assert open_envelope(envelope, private) == a_body()


def test_the_recovery_key_on_paper_opens_every_envelope(envelope: Envelope, city: Installation) -> None:
    assert open_envelope(envelope, keyring.recovery_keys(city.office, city.sheet.secret)) == a_body()


def test_an_envelope_is_wrapped_for_office_and_recovery_and_nobody_else(envelope: Envelope) -> None:
    assert {key_id: len(wrapped) for key_id, wrapped in envelope.wraps.items()} == {
        "office-1": 1168,
        "recovery-1": 1168,
    }


@pytest.mark.requirement("CR-1")
def test_an_envelope_shows_nothing_of_what_is_in_it(envelope: Envelope) -> None:
    data = envelope.to_bytes()
    secrets = [CODE, FACT, HARD_NAME, "juminhyo-copy", "免許", "online"]
    assert [secret for secret in secrets if secret.encode() in data] == []


def test_the_head_says_how_long_the_body_is(envelope: Envelope, private: dict[str, bytes]) -> None:
    assert envelope.opened_head.size == len(envelope.body)
    assert why(dataclasses.replace(envelope, body=envelope.body + b"\0"), private) == "size_differs"


def test_sealing_twice_gives_two_envelopes_of_the_same_case(envelope: Envelope, public: PublicKeys) -> None:
    again = seal_envelope(a_head(), a_body(), public)
    assert again.head == envelope.head
    assert (again.body != envelope.body, again.wraps["office-1"] != envelope.wraps["office-1"]) == (
        True,
        True,
    )


def test_a_key_that_is_not_here_is_named(envelope: Envelope) -> None:
    with pytest.raises(KeyMissing) as refused:
        open_envelope(envelope, {"office-2": new_private()})
    assert refused.value.params == {"key_id": "office-1 recovery-1"}


def test_another_citys_key_of_the_same_name_opens_nothing(envelope: Envelope) -> None:
    assert why(envelope, {"office-1": new_private()}) == "box_closed"


def test_a_changed_head_is_refused(envelope: Envelope, private: dict[str, bytes]) -> None:
    head = dataclasses.replace(envelope.opened_head, reference="A00000000")
    assert why(dataclasses.replace(envelope, head=head.to_bytes()), private) == "box_closed"


@pytest.mark.requirement("CR-2")
def test_wraps_and_bodies_of_two_envelopes_cannot_be_exchanged(  # CR-2
    envelope: Envelope, public: PublicKeys, private: dict[str, bytes]
) -> None:
    other = seal_envelope(a_head(id="1e" * 16), a_body(), public)
    assert why(dataclasses.replace(envelope, body=other.body), private) == "box_closed"
    assert why(dataclasses.replace(envelope, wraps=other.wraps), private) == "box_closed"


def test_wrong_info_is_refused() -> None:
    private = new_private()
    wrapped = wrap(public_half(private), bytes(32), envelope_info(b"head"))
    assert unwrap(private, wrapped, envelope_info(b"head")) == bytes(32)
    with pytest.raises(CannotUnseal):
        unwrap(private, wrapped, envelope_info(b"heaD"))


@pytest.mark.parametrize("length", [0, 31, 1183, 1215, 1217])
def test_a_public_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(SettingsError) as refused:
        wrap(bytes(length), b"data", b"")
    assert refused.value.code == "public_keys_unreadable"


def test_after_the_office_key_was_lost_the_recovery_key_wraps_again(tmp_path: Path) -> None:
    made = install(tmp_path)
    envelope = seal_envelope(a_head(), a_body(), keyring.load_front_keys(made.front).public)
    (made.office / "office-1.key").unlink()
    keyring.rotate_office(made.office)
    today = PublicKeys.from_bytes(publishing.publish(made.office))
    fresh = rewrap(envelope, keyring.recovery_keys(made.office, made.sheet.secret), today)
    assert open_envelope(fresh, keyring.load_opening_keys(made.office)) == a_body()
    assert (fresh.head, fresh.body) == (envelope.head, envelope.body)


def test_an_envelope_whose_body_does_not_open_is_not_wrapped_again(
    envelope: Envelope, private: dict[str, bytes], public: PublicKeys
) -> None:
    broken = dataclasses.replace(envelope, body=envelope.body[:-1] + bytes([envelope.body[-1] ^ 1]))
    with pytest.raises(CannotUnseal):
        rewrap(broken, private, public)
