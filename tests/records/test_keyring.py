import dataclasses
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sample_records import NOW, Installation, a_body, a_head, install, republish

from shared.errors import CodeSlip, KeyMissing, SettingsError
from shared.records import keyring, publishing
from shared.records.boxes import canonical
from shared.records.hybrid_keys import fingerprint, public_half
from shared.records.opening import open_envelope
from shared.records.recovery_key import private_of
from shared.records.sealing import PublicKeys, SigningKind, seal_envelope
from shared.records.signing_keys import read_signing_keys

DAY = timedelta(days=1)


def code_of(call: object, *arguments: object) -> str:
    assert callable(call)
    with pytest.raises(SettingsError) as refused:
        call(*arguments)
    return refused.value.code


def test_front_and_office_come_up_with_one_salt_and_one_public_file(city: Installation) -> None:
    front, office = keyring.load_front_keys(city.front, NOW), keyring.load_office_keys(city.office, NOW)
    assert (front.salt, front.public) == (office.salt, office.public)
    assert (front.signer.kind, office.signer.kind) == (SigningKind.FRONT, SigningKind.OFFICE)


def test_a_second_start_makes_nothing(installation: Installation) -> None:
    before = {path: path.read_bytes() for path in installation.office.iterdir()}
    assert keyring.make_office_keys(installation.office, installation.number, NOW) is None
    assert keyring.make_front_keys(installation.front, NOW) is False
    assert {path: path.read_bytes() for path in installation.office.iterdir()} == before


@pytest.mark.parametrize("file", ["root.key", "vault-1.key", "index.key", "office-1.key", "recovery-1.pub"])
def test_a_lost_key_is_never_made_again_silently(installation: Installation, file: str) -> None:
    (installation.office / file).unlink()
    assert code_of(keyring.make_office_keys, installation.office, installation.number, NOW) == "key_missing"


def test_a_lost_salt_is_never_made_again_silently(installation: Installation) -> None:
    (installation.front / "salt").unlink()
    assert code_of(keyring.make_front_keys, installation.front, NOW) == "key_missing"


def test_what_is_published_holds_no_private_half(city: Installation) -> None:
    published = (city.front / "public.json").read_bytes()
    secret_files = [*city.office.glob("*.key"), *city.number.glob("*.key"), city.front / "salt"]
    secrets = [path.read_bytes() for path in secret_files]
    secrets += [key.private for folder in (city.front, city.office) for key in read_signing_keys(folder)]
    assert len(secrets) == 8
    assert [secret for secret in secrets if secret in published or secret.hex().encode() in published] == []


def test_the_front_holds_nothing_of_the_office_but_what_is_published(city: Installation) -> None:
    assert sorted(path.name for path in city.front.iterdir()) == [
        "office-root.pub",
        "public.json",
        "salt",
        "signing-32.json",
    ]


def test_the_recovery_key_is_on_paper_only(city: Installation) -> None:
    private = private_of(city.sheet.secret)
    kept = [path.read_bytes() for folder in (city.front, city.office, city.number) for path in folder.iterdir()]
    assert [data for data in kept if private in data or private.hex().encode() in data] == []
    assert city.sheet.fingerprint == fingerprint(public_half(private))
    assert keyring.recovery_keys(city.office, city.sheet.secret) == {"recovery-1": private}


def test_a_recovery_key_of_another_city_is_not_taken(city: Installation, installation: Installation) -> None:
    assert code_of(keyring.recovery_keys, city.office, installation.sheet.secret) == "recovery_key_unknown"
    with pytest.raises(CodeSlip):
        keyring.recovery_keys(city.office, city.sheet.secret[:-1])


def test_a_second_recovery_key_does_not_close_older_envelopes(installation: Installation) -> None:
    older = seal_envelope(a_head(), a_body(), keyring.load_front_keys(installation.front, NOW).public)
    sheet = keyring.new_recovery_key(installation.office)
    republish(installation)
    newer = seal_envelope(a_head(), a_body(), keyring.load_front_keys(installation.front, NOW).public)
    first = keyring.recovery_keys(installation.office, installation.sheet.secret)
    second = keyring.recovery_keys(installation.office, sheet.secret)
    assert (set(newer.wraps), open_envelope(newer, second)) == ({"office-1", "recovery-2"}, a_body())
    assert open_envelope(older, first) == a_body()
    with pytest.raises(KeyMissing):
        open_envelope(newer, first)


def test_after_the_office_key_was_changed_old_and_new_envelopes_open(installation: Installation) -> None:
    older = seal_envelope(a_head(), a_body(), keyring.load_front_keys(installation.front, NOW).public)
    assert keyring.rotate_office(installation.office) == "office-2"
    republish(installation)
    newer = seal_envelope(a_head(), a_body(), keyring.load_front_keys(installation.front, NOW).public)
    keys = keyring.load_opening_keys(installation.office)
    assert (set(keys), set(newer.wraps)) == ({"office-1", "office-2"}, {"office-2", "recovery-1"})
    assert [open_envelope(each, keys) for each in (older, newer)] == [a_body(), a_body()]


def test_a_vault_key_is_added_and_the_old_one_stays(installation: Installation) -> None:
    assert keyring.rotate_vault(installation.office) == 2
    vault = keyring.load_office_keys(installation.office, NOW).vault
    assert (sorted(vault.ring), vault.newest) == ([1, 2], 2)


def signing_ids(installation: Installation, days: int, publish: bool = True) -> tuple[list[int], int]:
    """(ids of the front's keys, id that signs) when it is loaded on that day."""
    if publish:
        republish(installation, NOW + days * DAY)
    signer = keyring.load_front_keys(installation.front, NOW + days * DAY).signer
    return [key.key_id for key in read_signing_keys(installation.front)], signer.key_id


def test_the_fronts_key_is_followed_by_the_next_seven_days_before_its_end(installation: Installation) -> None:
    seen = [signing_ids(installation, days) for days in (0, 27, 28, 55, 56)]
    assert seen == [([32], 32), ([32], 32), ([32, 33], 33), ([32, 33], 33), ([32, 33, 34], 34)]


def test_a_key_that_is_not_yet_published_signs_nothing(installation: Installation) -> None:
    assert signing_ids(installation, 30, publish=False) == ([32, 33], 32)
    with pytest.raises(SettingsError) as refused:
        signing_ids(installation, 36, publish=False)
    assert refused.value.code == "signing_key_unpublished"
    assert signing_ids(installation, 36) == ([32, 33], 33)


def test_a_revoked_key_signs_nothing_and_stays_revoked(installation: Installation) -> None:
    publishing.install_public(installation.front, publishing.revoke(installation.office, 32, "stolen", NOW))
    assert code_of(keyring.load_front_keys, installation.front, NOW) == "signing_key_unpublished"
    republish(installation, NOW + DAY)
    revoked = keyring.load_office_keys(installation.office, NOW).public.signing_keys(32)
    assert [(key.revoked_at, key.reason) for key in revoked] == [(NOW, "stolen")]
    assert code_of(publishing.revoke, installation.office, 99, "stolen", NOW) == "signing_key_unknown"


def test_the_offices_key_is_renewed_when_it_publishes(installation: Installation) -> None:
    later = NOW + 680 * DAY
    republish(installation, later)
    assert keyring.load_office_keys(installation.office, later).signer.key_id == 2


def test_a_front_that_began_again_is_told_apart_from_the_old_one(installation: Installation, tmp_path: Path) -> None:
    """Its first key has the id that the lost one had; both stay published."""
    again = tmp_path / "again"
    keyring.make_front_keys(again, NOW + DAY)
    salt = (installation.front / "salt").read_bytes()
    fresh = dataclasses.replace(publishing.front_public(again, NOW + DAY), salt=salt)
    public = PublicKeys.from_bytes(publishing.publish(installation.office, fresh, NOW + DAY))
    assert (len(public.signing_keys(32)), len({key.public for key in public.signing_keys(32)})) == (2, 2)


def test_a_front_of_another_installation_is_not_published(installation: Installation, tmp_path: Path) -> None:
    other = tmp_path / "other"
    keyring.make_front_keys(other, NOW)
    assert code_of(publishing.publish, installation.office, publishing.front_public(other, NOW), NOW) == "salt_differs"


def test_a_changed_public_file_is_refused(installation: Installation) -> None:
    path = installation.front / "public.json"
    plain = json.loads(path.read_bytes())
    plain["office"] = {"office-1": plain["number"]["number-1"]}
    path.write_bytes(canonical(plain))
    assert code_of(keyring.load_front_keys, installation.front, NOW) == "public_keys_forged"


def test_another_offices_public_file_is_refused_by_a_front_that_knows_its_own(
    installation: Installation, city: Installation
) -> None:
    foreign = (city.office / "public.json").read_bytes()
    assert code_of(publishing.install_public, installation.front, foreign) == "public_keys_forged"
    (installation.front / "public.json").write_bytes(foreign)
    assert code_of(keyring.load_front_keys, installation.front, NOW) == "public_keys_forged"


@pytest.mark.parametrize("data", [b"x" * 9, b"[1,2,3,4,5,6]", b'{"signature":"zz","a":"bcdefgh"}', b'{"signature":7}'])
def test_a_broken_public_file_is_refused(installation: Installation, data: bytes) -> None:
    (installation.front / "public.json").write_bytes(data)
    assert code_of(keyring.load_front_keys, installation.front, NOW) == "public_keys_unreadable"


def test_what_has_been_published_needs_no_root_key_to_verify(city: Installation) -> None:
    public = PublicKeys.from_bytes((city.front / "public.json").read_bytes())
    assert public == keyring.load_front_keys(city.front, NOW).public


def test_nothing_secret_stands_in_a_traceback(city: Installation) -> None:
    front, office = keyring.load_front_keys(city.front, NOW), keyring.load_office_keys(city.office, NOW)
    shown = repr((front, office, office.vault, front.signer, city.sheet, publishing.front_public(city.front, NOW)))
    secrets = [repr(front.salt), repr(front.signer.private), repr(office.vault.index), city.sheet.secret]
    assert [secret for secret in secrets if secret in shown] == []


def test_two_cities_share_no_key(tmp_path: Path, city: Installation) -> None:
    other = install(tmp_path)
    for name in ("root.key", "vault-1.key", "index.key", "office-1.key", "salt"):
        assert (other.office / name).read_bytes() != (city.office / name).read_bytes()


@pytest.mark.parametrize("module", ["keyring", "sealing", "proof", "card", "folder", "recovery_key", "key_backup"])
def test_doors_get_keys_without_what_opens_envelopes_or_the_vault(module: str) -> None:
    look = (
        f"import sys, shared.records.{module}\n"
        "print([m for m in ('opening', 'number_zone', 'vault') if 'shared.records.' + m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_new_office_takes_over_what_the_lost_one_had_published_revoked_keys_too(
    installation: Installation, tmp_path: Path
) -> None:
    publishing.install_public(installation.front, publishing.revoke(installation.office, 32, "stolen", NOW))
    former = publishing.published_before(installation.front)
    new = tmp_path / "new"
    keyring.make_office_keys(new, installation.number, NOW)
    data = publishing.publish(new, publishing.front_public(installation.front, NOW), NOW, former)
    assert PublicKeys.from_bytes(data).signing[: len(former)] == former
    assert [key.reason for key in former if key.revoked_at] == ["stolen"]
