"""What a set says is made once and stands in every procedure that uses it; each procedure has its own screens."""

from collections import Counter

from shared.catalogue.catalogue import Catalogue


def test_a_question_of_a_set_is_the_same_one_wherever_it_is_asked(shipped: Catalogue) -> None:
    asked = Counter(id(question) for procedure in shipped.procedures for question in procedure.questions())

    assert max(asked.values()) > 10


def test_city_and_section_are_the_same_ones_in_every_procedure(shipped: Catalogue) -> None:
    for procedure in shipped.procedures:
        assert procedure.city is shipped.city
        assert procedure.section_details is shipped.section(procedure.section)


def test_a_screen_of_a_set_knows_the_screens_before_it_in_its_own_procedure(shipped: Catalogue) -> None:
    for procedure in shipped.procedures:
        for index, step in enumerate(procedure.steps):
            assert all(one is other for one, other in zip(step.earlier, procedure.steps[:index], strict=True))
