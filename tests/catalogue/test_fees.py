"""What a case costs, reckoned from its answers."""

from datetime import date
from typing import Any

import pytest

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.fees import fee_of
from shared.catalogue.procedure import Procedure

from .samples import DAY


def of_rule(small: Catalogue, rule: Any) -> Procedure:
    return Procedure.from_asked({**small.procedure("waste").as_asked(DAY), "fee": rule, "deciding_day": "arrival"})


ITEMS: list[Any] = [{"item": "いす", "count": 2}, {"item": "机", "count": 1}]


@pytest.mark.parametrize(
    ("rule", "answers", "amount"),
    [
        ({"amount": 0}, {}, 0),
        ({"amount": 300}, {}, 300),
        ({"amount": 763, "per": "items.count"}, {"items": ITEMS}, 2289),
        ({"amount": 763, "per": "items"}, {"items": ITEMS}, 1526),
        ({"amount": 763, "per": "items.count"}, {}, 763),
        ({"amount": 700, "by": {"question": "housing", "amounts": {"flat": 500}}}, {"housing": "flat"}, 500),
        ({"amount": 700, "by": {"question": "housing", "amounts": {"flat": 500}}}, {"housing": "house"}, 700),
        ({"amount": 3000, "free_if": {"question": "help", "is": "yes"}}, {"help": "yes"}, 0),
        ({"amount": 3000, "free_if": {"question": "help", "is": "yes"}}, {"help": "no"}, 3000),
        (
            {"amount": 3000, "extra": [{"amount": 550, "ask_if": {"question": "help", "is": "yes"}}]},
            {"help": "yes"},
            3550,
        ),
        ({"amount": 3000, "extra": [{"amount": 550, "per": "items.count"}]}, {"items": ITEMS}, 4650),
        (
            {"amount": 3000, "free_if": {"question": "help", "is": "yes"}, "extra": [{"amount": 550}]},
            {"help": "yes"},
            550,
        ),
    ],
)
def test_the_sum_follows_the_rule(small: Catalogue, rule: Any, answers: dict[str, Any], amount: int) -> None:
    assert fee_of(of_rule(small, rule), answers, "counter", DAY).amount_yen == amount


def test_copies_are_multiplied(copy: Procedure) -> None:
    fee = fee_of(copy, {"copies": 3}, "online", DAY)

    assert (fee.amount_yen, fee.paid) == (900, "post")
    assert [fee.words.say(language) for language in ("ja", "en")] == ["900円", "900 yen"]


@pytest.mark.parametrize(("channel", "paid"), [("online", "post"), ("counter", "counter"), ("phone", "counter")])
def test_it_is_paid_where_the_way_in_says(copy: Procedure, channel: str, paid: str) -> None:
    assert fee_of(copy, {"copies": 1}, channel, DAY).paid == paid


def test_what_is_free_is_paid_nowhere(small: Catalogue) -> None:
    fee = fee_of(of_rule(small, {"amount": 0}), {}, "online", DAY)

    assert (fee.paid, fee.words.say(), fee.words.say("en")) == ("none", "お金はかかりません", "Free of charge")


def test_words_of_the_office_are_said_until_the_number_is_known(small: Catalogue) -> None:
    procedure = of_rule(small, {"amount": 763, "per": "items.count", "words": {"ja": "1個763円"}})

    assert fee_of(procedure, {}, "counter", DAY).words.say() == "1個763円"
    assert fee_of(procedure, {"items": ITEMS}, "counter", DAY).words.say() == "2,289円"


def test_words_of_the_office_are_said_where_the_price_is_told_later(small: Catalogue) -> None:
    later = of_rule(small, {"amount": 0, "words": {"ja": "許可のときに決まります。"}})
    freed = of_rule(small, {"amount": 300, "free_if": {"question": "help", "is": "yes"}, "words": {"ja": "300円"}})

    assert fee_of(later, {}, "counter", DAY).words.say() == "許可のときに決まります。"
    assert fee_of(freed, {"help": "yes"}, "counter", DAY).words.say() == "お金はかかりません"


VERSIONS = [{"amount": 300, "until": "2027-03-31"}, {"amount": 350, "from": "2027-04-01"}]


def test_a_case_that_began_in_march_keeps_its_fee_in_april(small: Catalogue) -> None:
    began = small.procedure("copy").on(date(2027, 3, 31))

    assert fee_of(began, {"copies": 1}, "counter", date(2027, 4, 1)).amount_yen == 300


def test_where_arrival_decides_the_fee_is_that_of_the_day_of_arrival(small: Catalogue) -> None:
    procedure = of_rule(small, VERSIONS).on(date(2027, 3, 31))

    assert [fee_of(procedure, {}, "counter", day).amount_yen for day in (date(2027, 3, 31), date(2027, 4, 1))] == [
        300,
        350,
    ]


def test_where_an_event_decides_the_fee_is_that_of_its_day(small: Catalogue) -> None:
    asked = {**of_rule(small, VERSIONS).as_asked(DAY), "deciding_day": {"question": "moved"}}
    procedure = Procedure.from_asked(asked)

    assert fee_of(procedure, {"moved": "2027-04-02"}, "counter", DAY).amount_yen == 350
    assert fee_of(procedure, {}, "counter", DAY).amount_yen == 300


def test_a_list_that_may_be_left_out_costs_nothing_where_it_is(small: Catalogue) -> None:
    procedure = of_rule(small, {"amount": 763, "per": "items"})
    asked = procedure.as_asked(DAY)
    for step in asked["steps"]:
        for question in step["questions"]:
            if question["id"] == "items":
                question["min_items"] = 0
    optional = Procedure.from_asked(asked)
    sums = [fee_of(one, {"housing": "flat"}, "counter", DAY).amount_yen for one in (procedure, optional)]
    assert (sums, fee_of(optional, {}, "counter", DAY).amount_yen) == ([763, 0], 763)
