"""What a bundle costs: the fees of its procedures added up, each by its own rule."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shared.catalogue.bundle_places import renamed
from shared.language import clock

Rule = dict[str, Any]


def fee_rules(members: Sequence[Mapping[str, Any]], names: Sequence[Mapping[str, str]]) -> list[Rule]:
    """One rule whose parts are the members' rules; the questions under their names in the bundle."""
    rules = [renamed(_today(member["fee"]), own) for member, own in zip(members, names, strict=True)]
    return [{"amount": 0, "extra": [extra for rule in rules for extra in _extras(rule)]}]


def _today(versions: Sequence[Rule]) -> Rule:
    """Of several versions the one that has begun last."""
    begun = [one for one in versions if str(one.get("from", "")) <= clock.today().isoformat()]
    return (begun or list(versions)[:1])[-1]


def _extras(rule: Rule) -> Iterable[Rule]:
    paid = [{"not": rule["free_if"]}] if rule.get("free_if") else []
    by: Rule = rule.get("by") or {"question": "", "amounts": {}}
    for option, amount in by["amounts"].items():
        yield _extra(amount, rule, [*paid, {"question": by["question"], "is": option}])
    others = [{"not": {"question": by["question"], "in": list(by["amounts"])}}] if by["amounts"] else []
    yield _extra(rule["amount"], rule, [*paid, *others])
    yield from rule.get("extra", [])


def _extra(amount: int, rule: Rule, conditions: list[Any]) -> Rule:
    made: Rule = {"amount": amount}
    if rule.get("per"):
        made["per"] = rule["per"]
    if conditions:
        made["ask_if"] = conditions[0] if len(conditions) == 1 else {"all_of": conditions}
    return made
