import base64
import dataclasses
import random
from datetime import timedelta
from typing import get_args

import pytest
import qrcode
from sample_records import CODE, NOW, Installation

from shared.errors import CodeSlip
from shared.records import keyring, publishing
from shared.records.code import show_code
from shared.records.proof import (
    TOKEN_LENGTH,
    Proof,
    Verdict,
    code_in,
    code_url,
    make_proof,
    proof_url,
    read_proof,
)
from shared.records.reference import new_reference
from shared.records.sealing import PublicKeys
from shared.records.signing_keys import SigningKey

HASH, DIGEST = bytes(range(32)), bytes(range(100, 132))
BASE = "https://shinsei.city.matsue.lg.jp"
LONGEST_BASE = "https://" + "x" * 50 + ".jp"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.fixture(scope="module")
def signer(city: Installation) -> SigningKey:
    return keyring.load_front_keys(city.front, NOW).signer


@pytest.fixture(scope="module")
def public(city: Installation) -> PublicKeys:
    return keyring.load_front_keys(city.front, NOW).public


@pytest.fixture(scope="module")
def reference() -> str:
    return new_reference("A")


@pytest.fixture(scope="module")
def token(signer: SigningKey, reference: str) -> str:
    return make_proof(signer, reference, HASH, NOW, DIGEST)


def test_a_token_says_number_procedure_time_and_digest(token: str, public: PublicKeys, reference: str) -> None:
    assert read_proof(token, public) == Proof("front", reference, HASH[:4], NOW, DIGEST[:8], 32)


def test_a_token_is_laid_out_as_agreed(token: str, signer: SigningKey) -> None:
    raw = base64.b32decode(token + "===")
    assert (len(token), len(raw), raw[0], raw[1]) == (TOKEN_LENGTH, 88, 1, signer.key_id)
    assert raw[8:24] == HASH[:4] + int(NOW.timestamp()).to_bytes(4, "big") + DIGEST[:8]


def test_the_same_arrival_always_gives_the_same_token(token: str, signer: SigningKey, reference: str) -> None:
    assert make_proof(signer, reference, HASH, NOW, DIGEST) == token


def test_the_office_vouches_with_its_own_key(city: Installation, public: PublicKeys, reference: str) -> None:
    office = keyring.load_office_keys(city.office, NOW).signer
    assert read_proof(make_proof(office, reference, HASH, NOW, DIGEST), public).verdict == "office"


@pytest.mark.parametrize("base", ["http://localhost:8501", BASE, LONGEST_BASE, BASE + "/"])
def test_a_proof_fits_the_agreed_symbol(base: str, token: str, public: PublicKeys) -> None:
    url = proof_url(base, token)
    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    symbol.add_data(url)
    symbol.make()
    assert (len(symbol.data_list), symbol.data_list[0].mode, symbol.version <= 8) == (1, 2, True)
    assert read_proof(url, public).verdict == "front"


def test_a_code_fits_a_small_symbol() -> None:
    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    symbol.add_data(code_url(BASE, CODE))
    symbol.make()
    assert (symbol.data_list[0].mode, symbol.version <= 4) == (2, True)


def test_a_token_is_read_in_any_case_and_with_blanks(token: str, public: PublicKeys) -> None:
    groups = " ".join(token[at : at + 10] for at in range(0, TOKEN_LENGTH, 10))
    wide = "".join(chr(ord(character) + 0xFEE0) for character in token)
    texts = [
        token.lower(),
        f"\n{groups}\r\n",
        wide,
        proof_url(BASE, token).lower(),
        f"  {BASE}/r/{groups}",
        f"https%3A%2F%2Fcity%2FR%2F{token}",
        f"https://another.city/R/x/R/{token}",
    ]
    assert {read_proof(text, public).verdict for text in texts} == {"front"}


def test_the_token_does_not_hold_the_code(token: str) -> None:
    assert CODE not in token
    assert proof_url(BASE, token).count("/") == 4


@pytest.mark.requirement("RC-3")
def test_old_receipts_verify_after_the_key_was_changed(installation: Installation, reference: str) -> None:  # RC-3
    old = make_proof(keyring.load_front_keys(installation.front, NOW).signer, reference, HASH, NOW, DIGEST)
    later = NOW + timedelta(days=400)
    data = publishing.publish(installation.office, publishing.front_public(installation.front, later), later)
    publishing.install_public(installation.front, data)
    keys = keyring.load_front_keys(installation.front, later)
    new = make_proof(keys.signer, reference, HASH, later, DIGEST)
    assert [(read_proof(t, keys.public).verdict, read_proof(t, keys.public).key_id) for t in (old, new)] == [
        ("front", 32),
        ("front", 33),
    ]


@pytest.mark.requirement("RC-3")
def test_a_revoked_key_says_so(installation: Installation, reference: str) -> None:  # RC-3
    token = make_proof(keyring.load_front_keys(installation.front, NOW).signer, reference, HASH, NOW, DIGEST)
    public = PublicKeys.from_bytes(publishing.revoke(installation.office, 32, "stolen", NOW))
    assert read_proof(token, public) == Proof("revoked", reference, HASH[:4], NOW, DIGEST[:8], 32)


@pytest.mark.parametrize(
    ("days", "verdict"), [(-1, "expired"), (0, "front"), (34, "front"), (35, "front"), (36, "expired")]
)
def test_a_key_signs_in_its_time_only(
    days: int, verdict: str, signer: SigningKey, public: PublicKeys, reference: str
) -> None:
    token = make_proof(signer, reference, HASH, NOW + timedelta(days=days), DIGEST)
    assert read_proof(token, public).verdict == verdict


def test_a_strangers_signature_is_forged(signer: SigningKey, public: PublicKeys, reference: str) -> None:
    stranger = dataclasses.replace(signer, private=bytes(range(32)))
    unknown = dataclasses.replace(signer, key_id=200)
    tokens = [make_proof(each, reference, HASH, NOW, DIGEST) for each in (stranger, unknown)]
    assert [read_proof(token, public) for token in tokens] == [Proof("forged")] * 2


def test_the_unused_bit_of_the_last_character_is_not_another_spelling(token: str, public: PublicKeys) -> None:
    twin = token[:-1] + BASE32[BASE32.index(token[-1]) ^ 1]
    assert base64.b32decode(twin + "===") == base64.b32decode(token + "===")
    assert read_proof(twin, public).verdict == "forged"


def accepted_mutations(token: str, public: PublicKeys, count: int) -> list[str]:
    chance = random.Random(3)
    accepted = []
    for _ in range(count):
        characters = list(token)
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            characters[chance.randrange(TOKEN_LENGTH)] = chance.choice(BASE32)
        if chance.random() < 0.1:
            place = chance.randrange(TOKEN_LENGTH - 1)
            characters[place : place + 2] = characters[place + 1], characters[place]
        mutated = "".join(characters)
        if mutated != token and read_proof(mutated, public) != Proof("forged"):
            accepted.append(mutated)
    return accepted


@pytest.mark.requirement("RC-2")
def test_none_of_five_thousand_mutated_tokens_is_accepted(token: str, public: PublicKeys) -> None:  # RC-2
    assert accepted_mutations(token, public, 5_000) == []


@pytest.mark.requirement("RC-2")
@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_none_of_a_million_mutated_tokens_is_accepted(token: str, public: PublicKeys) -> None:  # RC-2
    assert accepted_mutations(token, public, 1_000_000) == []


@pytest.mark.requirement("RC-2")
def test_ten_thousand_fuzzed_payloads_raise_nothing(token: str, public: PublicKeys) -> None:  # RC-2
    chance = random.Random(4)
    verdicts = set()
    for number in range(10_000):
        noise = "".join(map(chr, chance.choices(range(0x110000), k=chance.randrange(30))))
        base32 = "".join(chance.choices(BASE32, k=chance.choice((0, 1, 140, 141, 142, 2_000))))
        cut = chance.randrange(TOKEN_LENGTH)
        payload = [noise, base32, noise + "/R/" + base32, token[:cut] + noise + token[cut:], "%" + noise][number % 5]
        verdicts.add(read_proof(payload, public).verdict)
    assert verdicts <= {"forged", "front"}
    assert set(get_args(Verdict)) == {"office", "front", "expired", "revoked", "forged"}


@pytest.mark.parametrize(
    "text",
    [CODE, show_code(CODE).lower(), code_url(BASE, CODE), f"http://localhost:8501/c/{show_code(CODE)}"],
)
def test_a_code_is_found_in_what_was_scanned(text: str) -> None:
    assert code_in(text) == CODE


@pytest.mark.parametrize("text", ["", BASE, BASE + "/C/", "x" * 5_000])
def test_what_holds_no_code_is_a_slip(text: str) -> None:
    with pytest.raises(CodeSlip):
        code_in(text)
