import dataclasses
from datetime import date

import pytest
from sample_records import NOW, Installation, OpenFolder

from shared.errors import CannotUnseal
from shared.records import keyring
from shared.records.boxes import box
from shared.records.card import Card, CardAddress, SealedCard, missing_seqs, open_card, seal_card
from shared.records.derivation import front_key
from shared.records.sealing import PublicKeys
from shared.records.signing_keys import SigningKey

CARD = Card(1, "ask_correction", NOW, {"status": "correction"}, {"text": "電話番号を確かめてください"})


@pytest.fixture(scope="module")
def signer(city: Installation) -> SigningKey:
    return keyring.load_office_keys(city.office, NOW).signer


@pytest.fixture(scope="module")
def public(city: Installation) -> PublicKeys:
    return keyring.load_front_keys(city.front, NOW).public


@pytest.fixture(scope="module")
def address(folder: OpenFolder) -> CardAddress:
    return CardAddress(folder.locator, folder.root, folder.k_in, date(2027, 12, 27))


@pytest.fixture
def sealed(address: CardAddress, signer: SigningKey) -> SealedCard:
    return seal_card(CARD, address, signer)


def why(card: SealedCard, folder: OpenFolder, public: PublicKeys) -> str:
    with pytest.raises(CannotUnseal) as refused:
        open_card(card, folder.root, public, folder.k_in)
    return refused.value.code


def test_code_and_fact_open_the_whole_card(sealed: SealedCard, folder: OpenFolder, public: PublicKeys) -> None:
    assert open_card(sealed, folder.root, public, folder.k_in) == CARD


def test_the_code_alone_opens_its_front(sealed: SealedCard, folder: OpenFolder, public: PublicKeys) -> None:
    assert open_card(sealed, folder.root, public) == dataclasses.replace(CARD, inside={})


def test_the_letterbox_does_not_see_what_kind_of_card_it_keeps(sealed: SealedCard) -> None:
    kept = sealed.front + sealed.inside
    assert [secret for secret in (b"correction", "電話".encode()) if secret in kept] == []


@pytest.mark.requirement("CR-2")
def test_cards_and_their_parts_cannot_be_moved(  # CR-2
    sealed: SealedCard, folder: OpenFolder, public: PublicKeys
) -> None:
    moved = [
        dataclasses.replace(sealed, seq=2),
        dataclasses.replace(sealed, locator=bytes(16)),
        dataclasses.replace(sealed, inside=sealed.front),
        dataclasses.replace(sealed, front=sealed.inside),
    ]
    assert [why(card, folder, public) for card in moved] == ["box_closed"] * 4


def test_who_knows_the_code_still_cannot_make_a_card(
    city: Installation, address: CardAddress, folder: OpenFolder, public: PublicKeys
) -> None:
    front_signer = keyring.load_front_keys(city.front, NOW).signer
    by_front = seal_card(CARD, address, front_signer)
    by_stranger = seal_card(CARD, address, dataclasses.replace(front_signer, key_id=1))
    assert [why(card, folder, public) for card in (by_front, by_stranger)] == ["card_forged"] * 2


def test_a_card_without_signature_is_forged(sealed: SealedCard, folder: OpenFolder, public: PublicKeys) -> None:
    aad = b"|".join([folder.locator, b"card", b"1"])
    empty = box(front_key(folder.root), b"{}", aad)
    assert why(dataclasses.replace(sealed, front=empty), folder, public) == "card_forged"


def test_a_revoked_office_key_makes_no_cards(sealed: SealedCard, folder: OpenFolder, public: PublicKeys) -> None:
    revoked = tuple(dataclasses.replace(key, revoked_at=NOW) for key in public.signing)
    assert why(sealed, folder, dataclasses.replace(public, signing=revoked)) == "card_forged"


@pytest.mark.parametrize(("seqs", "missing"), [([], ()), ([1], ()), ([2], (1,)), ([1, 2, 3], ()), ([5, 1, 3], (2, 4))])
def test_a_gap_in_the_cards_is_known(seqs: list[int], missing: tuple[int, ...]) -> None:
    assert missing_seqs(seqs) == missing
