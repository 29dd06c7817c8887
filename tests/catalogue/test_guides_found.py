"""Which guides stand above what a search found: those that are meant, and none that hurts."""

import pytest

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.guides.finding import for_words


@pytest.mark.parametrize(
    ("text", "guides"),
    [
        ("母が亡くなった", ["shibo"]),
        ("おばあちゃんがなくなった", ["shibo"]),
        ("なくなった", ["shibo"]),
        ("歩けなくなった", []),
        ("バイクに乗らなくなった", []),
        ("母子手帳ほしい", ["ninshin"]),
        ("母子手帳がほしい", ["ninshin"]),
        ("手帳がほしい", ["shogai"]),
        ("犬がいなくなった", []),
        ("年金手帳なくした", []),
        ("手帳", ["shogai", "ninshin"]),
        ("障害者手帳の更新", ["shogai"]),
        ("施設の予約を取り消す", []),
        ("親が施設に入る", ["kaigo"]),
        ("春に引っ越します", ["tennyu", "tenshutsu", "tenkyo"]),
        ("I want to divorce my husband", ["rikon"]),
        ("か", []),
        ("", []),
    ],
)
def test_a_guide_is_found_by_its_words_and_not_by_letters_inside_others(
    shipped: Catalogue, text: str, guides: list[str]
) -> None:
    found = [guide.id for guide in for_words(shipped, text)]

    assert found == guides
