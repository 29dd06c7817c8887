"""Questions are added and sentences changed by forms; what is not meant stays as it was, letter by letter."""

import difflib
import re
from datetime import date
from pathlib import Path

import pytest

from shared.catalogue import catalogue as catalogues
from shared.catalogue.editing.blocks import Block, block_of, blocks_in, procedures_in, with_block
from shared.catalogue.editing.questions import KINDS, WITH_OPTIONS, Added, Place, places_of, with_question
from shared.catalogue.editing.sets import last_words_of_sets
from shared.catalogue.editing.texts import sentences_of, with_sentence
from shared.errors import ValueRefused
from tests.catalogue.samples import SMALL
from tests.shipped_catalogue import ROOT

APRIL = date(2027, 4, 1)
WORDS = {"ja": "犬の色：何色ですか", "easy": "{犬|いぬ}の {色|いろ}", "en": "Colour: which?"}
OPTIONS = ({"ja": "白"}, {"ja": "黒, 茶", "en": "Black, brown"})


def text() -> str:
    return SMALL.read_text(encoding="utf-8")


def read(folder: Path, changed: str) -> catalogues.Catalogue:
    file = folder / "procedures.yaml"
    file.write_text(changed, encoding="utf-8")
    found = catalogues.read_catalogue(file)
    assert found.problems == ()
    assert found.catalogue is not None
    return found.catalogue


def added(kind: str) -> Added:
    return Added(kind, WORDS, {"ja": "見て書きます"}, True, OPTIONS if kind in WITH_OPTIONS else (), APRIL)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("procedure", ["copy", "waste"])
def test_a_question_of_each_kind_can_be_put_everywhere(tmp_path: Path, procedure: str, kind: str) -> None:
    said = block_of(text(), procedure)
    places = places_of(said)
    assert len(places) > 6
    for place in places:
        new = with_question(said, place, added(kind))
        found = read(tmp_path, with_block(text(), procedure, new)).procedure(procedure)
        question = found.question("colour_which")
        assert (question.kind, question.label.say("en"), question.from_day) == (kind, "Colour: which?", APRIL)
        gone = [line for line in difflib.ndiff(said.text.splitlines(), new.splitlines()) if line.startswith("- ")]
        assert len(gone) <= 1
        assert "colour_which" not in {one.id for one in found.on(date(2027, 3, 31)).questions()}


def test_it_stands_behind_the_question_that_was_chosen_or_on_a_screen_of_its_own(tmp_path: Path) -> None:
    said = block_of(text(), "copy")
    behind = next(place for place in places_of(said) if place.label == "何通")
    found = read(tmp_path, with_block(text(), "copy", with_question(said, behind, added("text")))).procedure("copy")
    assert [one.id for one in found.step("what").questions] == ["target", "copies", "colour_which", "options"]
    alone = Place(behind.step, None, behind.step_title)
    found = read(tmp_path, with_block(text(), "copy", with_question(said, alone, added("text")))).procedure("copy")
    assert [step.id for step in found.steps][:4] == ["you", "what", "colour_which", "whom"]


def test_no_id_of_a_shared_set_is_said_where_a_question_can_stand() -> None:
    shipped = [path.read_text(encoding="utf-8") for path in (ROOT / "procedures.yaml", *ROOT.glob("procedures/*.yaml"))]
    sets = last_words_of_sets(shipped)
    places = [place for lines in shipped for block in blocks_in(lines) for place in places_of(block, sets)]
    said = {words for place in places for words in (place.step_title, place.label)}

    assert len(places) > 1000
    assert {words for words in said if re.fullmatch("[a-z_0-9]+", words)} == set()
    assert last_words_of_sets(["step_sets: [", "procedures: []"]) == {}


def test_an_id_is_never_given_twice() -> None:
    said = block_of(text(), "copy")
    place = places_of(said)[0]
    once = with_question(said, place, added("text"), {"colour_which_2"})
    twice = with_question(Block("copy", once, 1), place, added("text"), {"colour_which_2"})
    assert (twice.count("id: colour_which\n"), twice.count("id: colour_which_3\n")) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Added("text", {"en": "Colour"}), "proposal_label"),
        (Added("choice", WORDS, options=OPTIONS[:1]), "proposal_options"),
    ],
)
def test_a_question_without_words_or_without_two_options_is_refused(wrong: Added, code: str) -> None:
    said = block_of(text(), "copy")
    with pytest.raises(ValueRefused, match=code):
        with_question(said, places_of(said)[0], wrong)


@pytest.mark.parametrize("day", [None, APRIL])
@pytest.mark.parametrize("procedure", ["copy", "waste"])
def test_every_sentence_can_be_changed_at_once_or_from_a_day(tmp_path: Path, procedure: str, day: date | None) -> None:
    said = block_of(text(), procedure)
    for sentence in sentences_of(said):
        new = Block(procedure, with_sentence(said, sentence.path, WORDS, day), 1)
        assert next(one.words for one in sentences_of(new) if one.path == sentence.path) == WORDS
        read(tmp_path, with_block(text(), procedure, new.text))


def test_a_procedure_whose_lines_cannot_be_read_is_refused_with_a_code() -> None:
    for broken in ("  - id: copy\n    title: [\n", "", "- {"):
        with pytest.raises(ValueRefused, match="proposal_yaml"):
            places_of(Block("copy", broken, 1))
    assert procedures_in("procedures: [\n") == []
    with pytest.raises(ValueRefused, match="proposal_not_here"):
        block_of(text(), "nothing")
