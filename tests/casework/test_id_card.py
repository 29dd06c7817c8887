"""Signing in by My Number card: there and back with a real issuer, what it is worth, and how it ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import ECKey, KeySet, RSAKey

from shared.casework import applying, sending
from shared.casework.cases import Case, case_by_code
from shared.casework.id_card.desk import IdCardDesk
from shared.casework.id_card.exchange import Exchange, read_our_key
from shared.casework.id_card.issuer import Issuer
from shared.casework.id_card.shown import BasicFacts, read_facts
from shared.casework.id_card.wire import Wire
from shared.errors import IdCardAway, IdCardRefused, MadoguchiError, SettingsError
from shared.settings import read_settings
from tests.casework.card_issuer import CLIENT, PERSON, CardIssuer, new_key, running
from tests.casework.town import Clock, Town

CALLBACK = "https://madoguchi.example.jp/idcard/back"
OUR_KEY = ECKey.generate_key("P-256")
PROCEDURE = "juminhyo-copy"


@pytest.fixture
def issuer(clock: Clock) -> Iterator[CardIssuer]:
    with running() as one:
        one.public = KeySet([OUR_KEY])
        yield one


@dataclass
class Desk:
    """The desk of a portal, a case, and the browser in front of it."""

    town: Town
    issuer: CardIssuer
    ours: IdCardDesk
    case: Case

    def read_card(self, address: str) -> dict[str, str]:
        """What the browser brings back."""
        query = dict(parse_qsl(urlsplit(address).query))
        return dict(parse_qsl(urlsplit(self.issuer.authorize(query)).query))

    def sign_in(self) -> bytes:
        """There and back; the browser's token."""
        token, address = self.ours.set_out(self.case)
        _, new = self.come_back(token, self.read_card(address))
        return new

    def come_back(self, token: bytes, said: dict[str, str]) -> tuple[Case, bytes]:
        return self.ours.come_back(token, said, self.named)

    def named(self, reference: str) -> Case | None:
        return self.case if reference == self.case.reference else None


def desk_of(issuer: CardIssuer, key: ECKey | RSAKey = OUR_KEY, whole: float = 5.0) -> IdCardDesk:
    return IdCardDesk(Exchange(Issuer(issuer.address, Wire(issuer.address, whole)), CLIENT, key, CALLBACK))


@pytest.fixture
def desk(town: Town, issuer: CardIssuer) -> Desk:
    return Desk(town, issuer, desk_of(issuer), applying.start(town.home, PROCEDURE))


# ── there and back


@pytest.mark.requirement("AU-7")
def test_who_reads_the_card_is_shown_for_this_case_with_the_four_facts(desk: Desk, clock: Clock) -> None:
    token = desk.sign_in()

    card = desk.ours.shown(token, desk.case)

    assert card is not None
    assert (card.provider, card.facts) == (
        "localhost",
        BasicFacts("見本　花子", "島根県松江市末次町８６番地", "1983-04-02", "female"),
    )
    assert abs(card.at - clock.now()) < timedelta(seconds=5)


@pytest.mark.requirement("AU-7")
def test_the_address_asks_for_everything_and_tells_nothing_of_the_case(desk: Desk) -> None:
    _, address = desk.ours.set_out(desk.case)

    asked = dict(parse_qsl(urlsplit(address).query))

    assert address.startswith(f"{desk.issuer.address}/auth?")
    assert asked.keys() == {
        *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "prompt"),
        *("code_challenge", "code_challenge_method"),
    }
    assert asked["scope"] == "openid name address birthdate gender"
    assert (asked["code_challenge_method"], asked["redirect_uri"]) == ("S256", CALLBACK)
    assert min(len(asked[one]) for one in ("state", "nonce", "code_challenge")) == 43
    assert desk.case.reference not in address and desk.case.code not in address


def test_an_rsa_key_of_ours_is_taken_too(town: Town, issuer: CardIssuer) -> None:
    key = RSAKey.generate_key(2048)
    issuer.public = KeySet([key])
    desk = Desk(town, issuer, desk_of(issuer, key), applying.start(town.home, PROCEDURE))

    assert desk.ours.shown(desk.sign_in(), desk.case) is not None


def test_our_public_keys_tell_no_private_one(desk: Desk) -> None:
    (key,) = desk.ours.public_keys()["keys"]  # type: ignore[attr-defined]

    assert (key["kty"], key["alg"], key["use"]) == ("EC", "ES256", "sig")
    assert "d" not in key


def test_addresses_and_keys_are_asked_once_an_hour_and_when_a_key_is_new(desk: Desk, clock: Clock) -> None:
    desk.sign_in()
    desk.sign_in()
    assert (desk.issuer.asked.count("/.well-known/openid-configuration"), desk.issuer.asked.count("/certs")) == (1, 1)

    desk.issuer.key = new_key("k2")
    clock.pass_by(minutes=2)
    assert desk.ours.shown(desk.sign_in(), desk.case) is not None
    assert desk.issuer.asked.count("/certs") == 2

    clock.pass_by(hours=1)
    desk.sign_in()
    assert (desk.issuer.asked.count("/.well-known/openid-configuration"), desk.issuer.asked.count("/certs")) == (2, 3)


def test_an_issuer_that_is_away_is_not_asked_again_at_once(desk: Desk, clock: Clock) -> None:
    desk.issuer.twist["redirect"] = {"/.well-known/openid-configuration": "http://localhost:1/"}
    for _ in range(5):
        with pytest.raises(IdCardAway):
            desk.ours.set_out(desk.case)
    assert desk.issuer.asked.count("/.well-known/openid-configuration") == 1

    desk.issuer.twist.clear()
    clock.pass_by(seconds=20)
    assert desk.ours.shown(desk.sign_in(), desk.case) is not None


# ── whose it is, and how it ends


@pytest.mark.requirement("AU-7")
def test_a_card_is_shown_for_one_case_and_by_one_browser(desk: Desk) -> None:
    token = desk.sign_in()
    other = applying.start(desk.town.home, PROCEDURE)

    assert desk.ours.shown(token, other) is None
    assert desk.ours.shown(bytes(32), desk.case) is None
    assert desk.ours.shown(None, desk.case) is None
    assert desk.ours.shown(token, desk.case) is not None


@pytest.mark.requirement("AU-7")
def test_two_cases_of_one_person_have_nothing_in_common(desk: Desk) -> None:
    first = desk.ours.shown(desk.sign_in(), desk.case)
    desk.case = applying.start(desk.town.home, PROCEDURE)
    second = desk.ours.shown(desk.sign_in(), desk.case)

    assert first is not None and second is not None
    assert len({first.subject, second.subject}) == 2
    assert str(PERSON["sub"]) not in first.subject + second.subject


@pytest.mark.requirement("AU-7")
def test_nobody_is_known_by_an_e_mail_address(desk: Desk) -> None:
    first = desk.ours.shown(desk.sign_in(), desk.case)
    desk.issuer.person = {**PERSON, "sub": "pairwise-0002"}  # the same e-mail address
    second = desk.ours.shown(desk.sign_in(), desk.case)

    assert first is not None and second is not None
    assert first.subject != second.subject
    assert "example.jp" not in repr(first.facts.__dict__)


@pytest.mark.requirement("AU-2")
def test_the_token_on_the_way_opens_nothing_and_the_new_one_ends_the_last(desk: Desk) -> None:
    earlier = desk.sign_in()
    token, address = desk.ours.set_out(desk.case)
    _, new = desk.come_back(token, desk.read_card(address))

    assert new != token
    assert [desk.ours.shown(one, desk.case) is not None for one in (earlier, token, new)] == [False, False, True]


@pytest.mark.parametrize("pauses", [[31], [29, 29, 29, 29, 29]])
def test_it_ends_after_half_an_hour_of_stillness_and_after_two_hours(
    desk: Desk, clock: Clock, pauses: list[int]
) -> None:
    token = desk.sign_in()

    for minutes in pauses[:-1]:
        clock.pass_by(minutes=minutes)
        assert desk.ours.shown(token, desk.case) is not None
    clock.pass_by(minutes=pauses[-1])

    assert desk.ours.shown(token, desk.case) is None
    clock.pass_by(minutes=-pauses[-1])  # nor when somebody turns the clock back
    assert desk.ours.shown(token, desk.case) is None


def test_it_ends_when_it_is_ended(desk: Desk) -> None:
    token = desk.sign_in()

    desk.ours.end(token)

    assert desk.ours.shown(token, desk.case) is None


# ── what the card says


@pytest.mark.parametrize(
    ("claims", "facts"),
    [
        ({}, BasicFacts()),
        ({"name": "見本 太郎", "gender": "male"}, BasicFacts(name="見本 太郎", sex="male")),
        (
            {"address": "松江市末次町86", "birthdate": "19830402"},
            BasicFacts(address="松江市末次町86", birth="1983-04-02"),
        ),
        ({"birthdate": "1983-00-00", "gender": 9}, BasicFacts()),
    ],
)
def test_facts_are_read_as_issuers_write_them(claims: dict[str, object], facts: BasicFacts) -> None:
    assert read_facts(claims) == facts


@pytest.mark.parametrize("value", ["見" * 301, "見本\x00花子", "見本\n花子", ["見本"], {"x": 1}, True, "　"])
def test_what_is_no_fact_is_refused(value: object) -> None:
    with pytest.raises(IdCardRefused):
        read_facts({"name": value})


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("見本　花子", ("見本", "花子")),
        ("見本花子", ("", "")),
        ("NGUYEN THI LAN", ("NGUYEN THI LAN", "")),
        ("ＭＡＲＩＡ　ＳＩＬＶＡ", ("ＭＡＲＩＡ　ＳＩＬＶＡ", "")),
        ("見本 マリア 花子", ("", "")),
    ],
)
def test_a_name_is_parted_only_where_the_card_parts_it(name: str, names: tuple[str, str]) -> None:
    assert BasicFacts(name=name).names == names


# ── settings


def write(path: Path, data: bytes, mode: int = 0o600) -> Path:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_bytes(data)
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: ECKey.generate_key("P-384").as_pem(private=True), "card_issuer_key"),
        (lambda: RSAKey.generate_key(1024).as_pem(private=True), "card_issuer_key"),
        (lambda: OUR_KEY.as_pem(private=False), "card_issuer_key"),
        (lambda: b"not a key at all", "card_issuer_key"),
        (lambda: b"", "key_empty"),
    ],
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_key_that_is_weak_or_none_stops_the_start(tmp_path: Path, make: Callable[[], bytes], code: str) -> None:
    path = write(tmp_path / "keys" / "card.key", make())

    with pytest.raises(SettingsError) as refused:
        read_our_key(path)

    assert refused.value.code == code


def test_a_key_that_others_can_read_stops_the_start(tmp_path: Path) -> None:
    path = write(tmp_path / "keys" / "card.key", OUR_KEY.as_pem(private=True), 0o640)

    with pytest.raises(SettingsError) as refused:
        read_our_key(path)

    assert refused.value.code == "key_readable_by_others"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"MADOGUCHI_CARD_KEY": ""}, "card_issuer_lacks"),
        ({"MADOGUCHI_CARD_CLIENT": ""}, "card_issuer_lacks"),
        ({"MADOGUCHI_CARD_ISSUER": "http://issuer.example.jp"}, "card_issuer_address"),
        ({"MADOGUCHI_CARD_ISSUER": "https://issuer.example.jp/?x=1"}, "card_issuer_address"),
        ({"MADOGUCHI_CARD_ISSUER": "issuer.example.jp"}, "card_issuer_address"),
    ],
)
def test_settings_are_all_there_or_none(changes: dict[str, str], code: str) -> None:
    whole = {
        "MADOGUCHI_CARD_ISSUER": "https://issuer.example.jp/realms/main",
        "MADOGUCHI_CARD_CLIENT": CLIENT,
        "MADOGUCHI_CARD_KEY": "/run/keys/card.key",
    }
    assert read_settings({}).card_issuer is None
    assert read_settings(whole).card_issuer is not None

    with pytest.raises(SettingsError) as refused:
        read_settings({**whole, **changes})

    assert refused.value.code == code


# ── what is sent


def test_errors_name_rules_and_never_a_person(desk: Desk) -> None:
    desk.issuer.twist["claims"] = {"sub": "somebody-else"}
    token, address = desk.ours.set_out(desk.case)
    said = desk.read_card(address)

    with pytest.raises(MadoguchiError) as refused:
        desk.come_back(token, said)

    told = f"{refused.value!r} {refused.value.params}"
    assert refused.value.params["reference"] == desk.case.reference
    assert not any(one in told for one in (said["code"], said["state"], "見本", "pairwise", "somebody"))


def test_a_case_that_was_sent_meanwhile_takes_no_card(desk: Desk) -> None:
    case = desk.town.drafted()
    desk.case = case
    token, address = desk.ours.set_out(case)
    sending.submit(desk.town.home, case)
    desk.case = case_by_code(desk.town.home, case.code)

    with pytest.raises(IdCardRefused):
        desk.come_back(token, desk.read_card(address))
