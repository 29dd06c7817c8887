"""What the city's plan promises of the catalogue as a whole."""

from pathlib import Path

from sample_cases import samples

from shared.casework.online import takes_online
from shared.catalogue import catalogue

CATALOGUE = catalogue.load(Path(__file__).parents[2] / "procedures.yaml")


def test_it_holds_119_procedures_and_the_request_for_protective_measures() -> None:
    ids = {procedure.id for procedure in CATALOGUE.procedures}
    assert (len(ids), "shien-sochi" in ids) == (120, True)


def test_more_than_sixty_can_be_sent_from_home() -> None:
    assert len([one for one in CATALOGUE.procedures if takes_online(one)]) >= 65


def test_twenty_nine_may_be_written_after_signing_in_with_the_card_and_each_is_filled_in_by_it() -> None:
    marked = [one for one in CATALOGUE.procedures if one.my_number_card]
    assert len(marked) == 29
    filled = [one.id for one in marked if any(getattr(question, "prefill", None) for question in one.questions())]
    assert filled == [one.id for one in marked]


def test_protective_measures_are_asked_for_at_the_counter_only_and_stay_hidden() -> None:
    procedure = CATALOGUE.procedure("shien-sochi")
    ways = procedure.channels
    assert (ways.online, ways.counter, ways.paper, ways.post, procedure.sensitive) == ("none", True, False, False, True)


def test_every_procedure_has_a_sample() -> None:
    assert {one.id for one in CATALOGUE.procedures} - {sample.procedure for sample in samples()} == set()
