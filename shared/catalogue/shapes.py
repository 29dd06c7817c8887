"""Models against the file: what pydantic refuses, said by our own codes at its own line."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shared.catalogue.conditions import AllOf, AnyOf, Comparison, Not
from shared.catalogue.expansion import close
from shared.catalogue.following import Suggestion, YearlyDate
from shared.catalogue.guides.guide import Contradiction, Guide, GuideQuestion, GuideRule
from shared.catalogue.office import Category, City, DocumentKind, LifeEvent, Notice, Section
from shared.catalogue.procedure import Channels, DecidingDay, Procedure, Step
from shared.catalogue.questions.choices import Option
from shared.catalogue.questions.kinds import KINDS
from shared.catalogue.rules import (
    ByOption,
    DeadlineRule,
    EarliestStart,
    ExtraFee,
    FeeRule,
    Paid,
    StandardDays,
)
from shared.catalogue.slips import DASHES
from shared.catalogue.source import Mark, Node, Source
from shared.catalogue.texts import Text, TextVersion
from shared.catalogue.waiting import Bookable, Line, Waiting

Model = TypeVar("Model", bound=BaseModel)

CODES_OF_TYPES = {
    "missing": "missing_key",
    "extra_forbidden": "unknown_key",
    "union_tag_invalid": "unknown_kind",
    "union_tag_not_found": "missing_key",
    "string_type": "text_expected",
    "literal_error": "one_of",
    "tuple_type": "list_expected",
    "model_type": "mapping_expected",
    "model_attributes_type": "mapping_expected",
    "dict_type": "mapping_expected",
    "too_short": "list_empty",
    "string_too_short": "value_missing",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
}
OUR_TYPES = frozenset(
    {
        "comparison_missing",
        "closes_before_opens",
        "booking_has_no_day",
        "day_does_not_exist",
        "day_expected",
        "day_limit_form",
        "deciding_day_form",
        "month_day_form",
        "month_day_order",
        "month_limit_form",
        "required_form",
        "ruby_form",
        "text_expected",
        "time_form",
        "true_or_false_expected",
        "whole_number_expected",
    }
)  # raised by our own models
_PATTERNS = {
    "[a-z][a-z0-9_.-]*)$": "fact_form",
    "A-Za-z0-9_.+-": "value_form",
    "[a-z][a-z0-9_-]{0,39}": "id_form",
    "^[A-Z]$": "letter_form",
}
_PARTS: tuple[type[BaseModel], ...] = (
    Procedure,
    Step,
    Channels,
    City,
    Section,
    Category,
    LifeEvent,
    DocumentKind,
    Notice,
    Waiting,
    Line,
    Bookable,
    Guide,
    GuideQuestion,
    GuideRule,
    Contradiction,
    Suggestion,
    YearlyDate,
)
_RULES: tuple[type[BaseModel], ...] = (
    FeeRule,
    ByOption,
    ExtraFee,
    Paid,
    DeadlineRule,
    EarliestStart,
    StandardDays,
)
_SMALL: tuple[type[BaseModel], ...] = (Text, TextVersion, Option, DecidingDay, Comparison, AllOf, AnyOf, Not)
_MODELS = (*_PARTS, *_RULES, *_SMALL, *KINDS.values())
_KEYS = {field.alias or name for model in _MODELS for name, field in model.model_fields.items()}
_KEYS -= {"section_details", "versions", "about"}  # not written by people


def shaped(source: Source, model: type[Model], node: Node) -> Model | None:
    """The model of a node; None where it has problems, which are told."""
    try:
        return model.model_validate(node.plain())
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _tell(source, node, detail)
    return None


def _tell(source: Source, node: Node, detail: ErrorDetails) -> None:
    path = list(_path(node, detail["loc"]))
    if any(step.broken for step in path) or (detail["type"] == "too_short" and path[-1].value):
        return  # told already; a list whose every member is wrong is not empty
    mark, here, key = path[-1].mark, path[-1], _key(detail["loc"])
    code, params = _said(detail, here, key)
    if code == "unknown_key":
        mark = _key_mark(path, key)
        code = "yaml_wide_colon" if "：" in key else "yaml_dash" if key[0] in DASHES else code
    source.tell(mark, code, **params)


def _key(loc: Sequence[int | str]) -> str:
    """The key that is meant: of a member of a list the list's."""
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


def _path(node: Node, loc: Sequence[int | str]) -> Iterator[Node]:
    """The nodes on the way; tags of unions and short forms are no step."""
    yield node
    for part in loc:
        following: Node | None = None
        if isinstance(part, str):
            following = node.get(part)
        elif isinstance(node.value, list) and part < len(node.value):
            following = node.value[part]
        if following is not None:
            node = following
            yield node


def _said(detail: ErrorDetails, here: Node, key: str) -> tuple[str, dict[str, Any]]:
    kind, context = detail["type"], detail.get("ctx", {})
    if here.value is None and kind not in ("missing", "extra_forbidden"):
        return "value_missing", {"word": key}
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        return next(code for part, code in _PATTERNS.items() if part in pattern), {"value": here.value}
    code = CODES_OF_TYPES.get(kind, kind if kind in OUR_TYPES else "value_refused")
    if code == "list_expected" and key in ("fee", "deadline"):
        return f"{key}_form", {}
    if code == "mapping_expected" and key.startswith("<"):
        return "condition_form", {}
    if code == "list_empty" and key == "questions" and "steps" in detail["loc"][-3:]:
        return "step_without_questions", {}
    if code == "unknown_kind" and context.get("tag") in ("group", "repeat"):
        return "group_in_group", {}
    return code, _params(code, kind, context, here, key)


def _params(code: str, kind: str, context: dict[str, Any], here: Node, key: str) -> dict[str, Any]:
    if kind == "union_tag_not_found":
        return {"word": "kind"}
    if code == "unknown_kind":
        return {"kind": context["tag"], "suggestion": close(str(context["tag"]), KINDS)}
    if code == "unknown_key":
        return {"word": key, "suggestion": ", ".join(get_close_matches(key, _KEYS - {key}, 2, 0.6)) or "-"}
    if code == "one_of":
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return {"word": key, "value": here.value, "expected": expected}
    if code in ("too_small", "too_large"):
        return {"word": key, "limit": context.get("ge", context.get("le"))}
    return {"word": key}


def _key_mark(path: list[Node], key: str) -> Mark:
    for node in reversed(path):
        if key in node.keys:
            return node.keys[key]
    return path[-1].mark
