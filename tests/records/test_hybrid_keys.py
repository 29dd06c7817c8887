import pytest

from shared.records.hybrid_keys import (
    PRIVATE_BYTES,
    PUBLIC_BYTES,
    SUITE,
    fingerprint,
    new_private,
    private_key,
    public_half,
    public_key,
)


def test_keys_have_the_agreed_sizes() -> None:
    private = new_private()
    sizes = (
        len(private),
        len(public_half(private)),
        len(SUITE.encrypt(bytes(32), public_key(public_half(private)))),
    )
    assert sizes == (PRIVATE_BYTES, PUBLIC_BYTES, 1168)


def test_a_key_comes_back_from_its_raw_bytes() -> None:
    private = new_private()
    sealed = SUITE.encrypt(b"content key", public_key(public_half(private)), b"info")
    assert SUITE.decrypt(sealed, private_key(bytes(private)), b"info") == b"content key"


def test_both_halves_of_the_hybrid_are_needed() -> None:
    private, other = new_private(), new_private()
    sealed = SUITE.encrypt(b"content key", public_key(public_half(private)), b"info")
    for mixed in (private[:64] + other[64:], other[:64] + private[64:]):
        with pytest.raises(Exception, match=r"^$") as refused:
            SUITE.decrypt(sealed, private_key(mixed), b"info")
        assert type(refused.value).__name__ == "InvalidTag"


@pytest.mark.parametrize("length", [0, 95, 97])
def test_a_private_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=r".+"):
        public_half(bytes(length))


def test_a_fingerprint_names_one_key() -> None:
    publics = [public_half(new_private()) for _ in range(20)]
    assert len({fingerprint(public) for public in publics}) == 20
    assert {len(fingerprint(public)) for public in publics} == {16}
