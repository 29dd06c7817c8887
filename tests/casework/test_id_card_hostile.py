"""AU-7: an issuer, or somebody between, that is hostile in every way we know. Nothing of it is believed."""

import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey

from shared.casework import applying
from shared.casework.id_card.wire import LARGEST, Wire
from shared.errors import IdCardAway, IdCardRefused
from tests.casework.card_issuer import CardIssuer, new_key
from tests.casework.test_id_card import PROCEDURE, Desk, desk, desk_of, issuer
from tests.casework.town import Clock, Town

__all__ = ["desk", "issuer"]

ELSEWHERE = "http://127.0.0.1:9/realms/main"  # another host, as far as a browser or we are concerned
Said = dict[str, str]


def unsigned(one: CardIssuer, claims: dict[str, Any]) -> str:
    head, body, _ = one.sign(claims).split(".")
    del head
    return "eyJhbGciOiJub25lIiwia2lkIjoiazEifQ." + body + "."


def spoilt(one: CardIssuer, claims: dict[str, Any]) -> str:
    head, body, signature = one.sign(claims).split(".")
    return f"{head}.{body}.{('B' if signature[0] == 'A' else 'A') + signature[1:]}"


def secret_key(secret: bytes) -> dict[str, str]:
    return {"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMy", "kid": secret.decode(), "use": "sig"}


# What the issuer does wrong: name → its twist.
ISSUERS: dict[str, Callable[[CardIssuer], dict[str, Any]]] = {
    "another issuer's token": lambda one: {"claims": {"iss": "https://issuer.example.jp"}},
    "a token without issuer": lambda one: {"claims": {"iss": None}},
    "a token for another client": lambda one: {"claims": {"aud": "RP00000002"}},
    "a token for us and another client": lambda one: {"claims": {"aud": ["RP00000001", "RP00000002"]}},
    "another client's authorised party": lambda one: {"claims": {"azp": "RP00000002"}},
    "a token that has expired": lambda one: {"claims": {"exp": lambda now: now - 120}},
    "a token that never expires": lambda one: {"claims": {"exp": None}},
    "an expiry that is no number": lambda one: {"claims": {"exp": "tomorrow"}},
    "a token from the future": lambda one: {"claims": {"iat": lambda now: now + 600}},
    "a token of an hour ago": lambda one: {"claims": {"iat": lambda now: now - 3600}},
    "a token that is not valid yet": lambda one: {"claims": {"nbf": lambda now: now + 600}},
    "another nonce": lambda one: {"claims": {"nonce": "x" * 43}},
    "no nonce": lambda one: {"claims": {"nonce": None}},
    "no subject": lambda one: {"claims": {"sub": None}},
    "another access token's hash": lambda one: {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "algorithm none": lambda one: {"signed": lambda claims: unsigned(one, claims)},
    "a public key as shared secret": lambda one: {
        "signed": lambda claims: one.sign_with_shared_secret(one.key.as_pem(private=False), claims, "k1")
    },
    "a shared secret among the keys": lambda one: {
        "more_keys": [secret_key(b"k9")],
        "signed": lambda claims: one.sign_with_shared_secret(b"secret-secret-secret-secret-32", claims, "k9"),
    },
    "a key that nobody knows": lambda one: {"signed": lambda claims: one.sign(claims, new_key("k7"), kid="k7")},
    "no key named": lambda one: {"signed": lambda claims: one.sign(claims, kid=None)},
    "another key under a known name": lambda one: {"signed": lambda claims: one.sign(claims, new_key("k1"))},
    "a spoilt signature": lambda one: {"signed": lambda claims: spoilt(one, claims)},
    "a key that came with the token": lambda one: {
        "signed": lambda claims: _with_own_key(one, claims),
    },
    "no token at all": lambda one: {"token": {"id_token": None}},
    "a token that is none": lambda one: {"token": {"id_token": "a.b.c"}},
    "another kind of access token": lambda one: {"token": {"token_type": "mac"}},
    "an error with a token": lambda one: {"token": {"error": "server_error"}},
    "another person's facts": lambda one: {"userinfo": {"sub": "pairwise-0002"}},
    "facts of nobody": lambda one: {"userinfo": {"sub": None}},
    "facts that are none": lambda one: {"userinfo": {"name": "見" * 400}},
    "facts that are no JSON": lambda one: {"body": {"/userinfo": b"<html>"}},
    "an endless answer": lambda one: {"body": {"/userinfo": b" " * (LARGEST + 1)}},
    "a deep answer": lambda one: {"body": {"/userinfo": b"[" * 60_000}},
    "an answer in drops": lambda one: {"drip": {"/userinfo": 0.05}},
    "keys in drops": lambda one: {"drip": {"/certs": 0.05}},
    "keys from elsewhere": lambda one: {"redirect": {"/certs": ELSEWHERE + "/certs"}},
    "a token from elsewhere": lambda one: {"redirect": {"/token": ELSEWHERE + "/token"}},
    "facts from elsewhere": lambda one: {"redirect": {"/userinfo": ELSEWHERE + "/userinfo"}},
    "no keys": lambda one: {"body": {"/certs": b'{"keys": []}'}},
    "a thousand keys": lambda one: {"more_keys": [new_key(f"k{n}").as_dict(private=False) for n in range(2, 40)]},
    "metadata of another issuer": lambda one: {"metadata": {"issuer": "https://issuer.example.jp"}},
    "a token address elsewhere": lambda one: {"metadata": {"token_endpoint": ELSEWHERE + "/token"}},
    "keys by an address elsewhere": lambda one: {"metadata": {"jwks_uri": ELSEWHERE + "/certs"}},
    "facts by an address elsewhere": lambda one: {"metadata": {"userinfo_endpoint": ELSEWHERE + "/userinfo"}},
    "a page elsewhere": lambda one: {"metadata": {"authorization_endpoint": ELSEWHERE + "/auth"}},
    "a file of ours": lambda one: {"metadata": {"jwks_uri": "file:///etc/passwd"}},
    "PKCE without a digest": lambda one: {"metadata": {"code_challenge_methods_supported": ["plain"]}},
    "metadata elsewhere": lambda one: {"redirect": {"/.well-known/openid-configuration": ELSEWHERE}},
}

# What the browser brings back is not what the issuer gave it.
ANSWERS: dict[str, Callable[[Said], Said]] = {
    "another state": lambda said: {**said, "state": "x" * 43},
    "no state": lambda said: {key: value for key, value in said.items() if key != "state"},
    "a state that is no text": lambda said: {**said, "state": "見本"},
    "another code": lambda said: {**said, "code": "x" * 22},
    "no code": lambda said: {key: value for key, value in said.items() if key != "code"},
    "an endless code": lambda said: {**said, "code": "x" * 5000},
    "another issuer's answer": lambda said: {**said, "iss": "https://issuer.example.jp"},
    "an answer of nobody": lambda said: {key: value for key, value in said.items() if key != "iss"},
    "an error beside a code": lambda said: {**said, "error": "server_error"},
    "a refusal": lambda said: {"state": said["state"], "error": "access_denied"},
}


# By which rule each is refused: a test that is refused for another reason shows nothing.
RULES = {
    "id_token_InvalidClaimError": [
        "another issuer's token",
        "a token for another client",
        "another client's authorised party",
        "an expiry that is no number",
        "a token from the future",
        "a token that is not valid yet",
        "another nonce",
        "another access token's hash",
    ],
    "id_token_MissingClaimError": [
        "a token without issuer",
        "a token for us and another client",
        "a token that never expires",
        "no nonce",
        "no subject",
    ],
    "id_token_ExpiredTokenError": ["a token that has expired"],
    "iat": ["a token of an hour ago"],
    "id_token_UnsupportedAlgorithmError": [
        "algorithm none",
        "a public key as shared secret",
        "a shared secret among the keys",
    ],
    "id_token_InvalidKeyIdError": ["a key that nobody knows"],
    "id_token_ValueError": ["no key named"],
    "id_token_BadSignatureError": [
        "another key under a known name",
        "a spoilt signature",
        "a key that came with the token",
    ],
    "no_id_token": ["no token at all"],
    "id_token_DecodeError": ["a token that is none"],
    "token_type": ["another kind of access token"],
    "token_refused": ["an error with a token", "another code"],
    "sub_changed": ["another person's facts", "facts of nobody"],
    "facts": ["facts that are none"],
    "no_json": ["facts that are no JSON", "a deep answer", "an answer in drops", "keys in drops"],
    "too_much": ["an endless answer"],
    "status_303": ["keys from elsewhere", "a token from elsewhere", "metadata elsewhere"],
    "userinfo": ["facts from elsewhere"],
    "keys": ["no keys", "a thousand keys"],
    "metadata": [
        "metadata of another issuer",
        "a token address elsewhere",
        "keys by an address elsewhere",
        "facts by an address elsewhere",
        "a page elsewhere",
        "a file of ours",
    ],
    "pkce": ["PKCE without a digest"],
    "state": ["another state", "no state", "a state that is no text"],
    "no_code": ["no code", "an endless code"],
    "iss_of_answer": ["another issuer's answer", "an answer of nobody"],
    "error_answer": ["an error beside a code", "a refusal"],
}
WHY = {name: rule for rule, names in RULES.items() for name in names}


def _with_own_key(one: CardIssuer, claims: dict[str, Any]) -> str:
    own: ECKey = new_key("k1")
    return one.sign(claims, own, jwk=own.as_dict(private=False))


def refused(desk: Desk, name: str, change: Callable[[Said], Said] = dict) -> None:
    """The whole way, refused by the rule that it breaks; nothing is shown at its end."""
    with pytest.raises((IdCardRefused, IdCardAway)) as refusal:
        token, address = desk.ours.set_out(desk.case)
        desk.come_back(token, change(desk.read_card(address)))
    torn = {"ConnectionResetError"} if "drops" in name else set()  # on a busy machine the line ends first
    assert refusal.value.params["why"] in {WHY[name], *torn}
    assert not desk.ours._sessions._held


@pytest.mark.requirement("AU-7")
@pytest.mark.parametrize("name", ISSUERS)
def test_a_hostile_issuer_is_not_believed(town: Town, issuer: CardIssuer, name: str) -> None:
    desk = Desk(town, issuer, desk_of(issuer, whole=1.0), applying.start(town.home, PROCEDURE))
    issuer.twist.update(ISSUERS[name](issuer))

    refused(desk, name)


@pytest.mark.requirement("AU-7")
@pytest.mark.parametrize("name", ANSWERS)
def test_a_changed_answer_is_not_believed(desk: Desk, name: str) -> None:
    refused(desk, name, ANSWERS[name])


@pytest.mark.requirement("AU-7")
def test_an_answer_is_good_once(desk: Desk) -> None:
    token, address = desk.ours.set_out(desk.case)
    said = desk.read_card(address)
    _, new = desk.come_back(token, said)
    desk.ours.end(new)

    for again in (token, new):
        with pytest.raises(IdCardRefused):
            desk.come_back(again, said)


@pytest.mark.requirement("AU-7")
def test_of_many_who_bring_one_answer_at_once_one_is_taken(desk: Desk) -> None:
    token, address = desk.ours.set_out(desk.case)
    said, taken = desk.read_card(address), []

    def bring() -> None:
        with suppress(IdCardRefused):
            taken.append(desk.come_back(token, said))

    threads = [threading.Thread(target=bring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == 1


@pytest.mark.requirement("AU-7")
def test_anothers_answer_is_taken_from_nobody_else(desk: Desk) -> None:
    """A trap: somebody reads their own card and makes another's browser bring the answer home."""
    mine, address = desk.ours.set_out(desk.case)
    theirs, _ = desk.ours.set_out(desk.case)
    said = desk.read_card(address)

    for token in (theirs, b"", bytes(32)):
        with pytest.raises(IdCardRefused):
            desk.come_back(token, said)

    assert desk.come_back(mine, said)[0] is desk.case  # and mine is as good as before


@pytest.mark.requirement("AU-7")
def test_a_code_of_one_way_is_worth_nothing_on_another(desk: Desk) -> None:
    """Code injection: the state is right, the code is of another way; its challenge does not fit the verifier."""
    _, first = desk.ours.set_out(desk.case)
    token, second = desk.ours.set_out(desk.case)
    stolen, own = desk.read_card(first), desk.read_card(second)

    with pytest.raises(IdCardRefused):
        desk.come_back(token, {**own, "code": stolen["code"]})


@pytest.mark.requirement("AU-7")
def test_a_late_answer_is_not_taken(desk: Desk, clock: Clock) -> None:
    token, address = desk.ours.set_out(desk.case)
    said = desk.read_card(address)
    clock.pass_by(minutes=11)

    with pytest.raises(IdCardRefused) as late:
        desk.come_back(token, said)

    assert late.value.code == "id_card_late"


@pytest.mark.requirement("AU-7")
def test_a_case_that_this_browser_may_no_longer_open_takes_no_card(desk: Desk) -> None:
    token, address = desk.ours.set_out(desk.case)
    said = desk.read_card(address)

    with pytest.raises(IdCardRefused):
        desk.ours.come_back(token, said, lambda reference: None)


@pytest.mark.requirement("AU-7")
def test_an_issuer_with_a_certificate_that_nobody_signed_is_away(tmp_path: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda request, address: None  # type: ignore[method-assign]
    threading.Thread(target=server.handle_request, daemon=True).start()
    address = f"https://localhost:{server.server_address[1]}"

    with pytest.raises(IdCardAway) as away:
        Wire(address).get(address + "/")

    server.server_close()
    assert away.value.params["why"] == "SSLCertVerificationError"


def certificate(folder: Path) -> Path:
    """One that we signed ourselves, with its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.OID_COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "own.pem"
    path.write_bytes(private + made.public_bytes(pem))
    return path
