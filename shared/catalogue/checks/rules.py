"""Fee, deadline, fact, channels, and words that must have a form."""

import re

from shared.catalogue.checks.allowed import DAY_KINDS, allowed_values
from shared.catalogue.checks.periods import check_versions
from shared.catalogue.source import Node, Source

Known = dict[str, Node]

_HIRAGANA = re.compile(r"[ぁ-ゖー・ 　]+")
_TELEPHONE = re.compile(r"0\d{1,4}-?\d{1,4}-?\d{3,4}")
_FACTS = {"birth_date": frozenset({"birth_date", "date"}), "phone_tail": frozenset({"phone"})}
_STAFF_ONLY = "staff_only"


def check_rules(source: Source, procedure: Node) -> None:
    """What a procedure reckons and promises can be reckoned and kept."""
    known: Known = {}
    for step in procedure.members("steps"):
        for question in step.members("questions"):
            known.setdefault(str(question.text("id")), question)
    for key, check in (("fee", _check_fee), ("deadline", _check_deadline)):
        node = procedure.get(key)
        versions = [] if node is None else node.members() or [node]
        check_versions(source, versions)
        for version in versions:
            check(source, version, known)
    _check_after_due(source, procedure)
    _check_files(source, procedure, known)
    _check_fact(source, procedure, known)
    _check_day(source, procedure.get("deciding_day"), "question", known)
    _check_online(source, procedure)
    kana = procedure.text("kana")
    if kana is not None and not _HIRAGANA.fullmatch(kana):
        source.tell(procedure.value["kana"].mark, "kana_form")


def _check_after_due(source: Source, procedure: Node) -> None:
    answer, steps = procedure.get("after_due"), len(procedure.members("after"))
    if answer is not None and isinstance(answer.value, int) and answer.value > steps:
        source.tell(answer.mark, "too_large", word="after_due", limit=steps)


def _check_files(source: Source, procedure: Node, known: Known) -> None:
    """A file that is a document is one of this procedure's."""
    kinds = {one.text("kind") for one in procedure.members("documents")}
    for question in known.values():
        for one in (question, *question.members("questions")):
            name = one.text("document")
            if one.text("kind") == "file" and name is not None and name not in kinds:
                source.tell(one.value["document"].mark, "document_not_here", name=name)


def check_telephones(source: Source, root: Node) -> None:
    """Telephone numbers that people are told can be dialled."""
    for node in (*root.members("sections"), root.get("city")):
        number = node.text("telephone") if node is not None else None
        if node is not None and number is not None and not _TELEPHONE.fullmatch(number):
            source.tell(node.value["telephone"].mark, "telephone_form")


def _check_fee(source: Source, rule: Node, known: Known) -> None:
    for part in (rule, *rule.members("extra")):
        per = part.text("per")
        if per is not None and not _counts(known, per):
            source.tell(part.value["per"].mark, "fee_per_unknown", name=per)
    by = rule.get("by")
    name = by.text("question") if by is not None else None
    if by is None or name is None:
        return
    options = allowed_values(known[name]) if name in known else None
    if options is None:
        source.tell(by.value["question"].mark, "fee_by_unknown", name=name)
        return
    for value, mark in by.value["amounts"].keys.items() if "amounts" in by.value else ():
        if value not in options:
            source.tell(mark, "fee_option_unknown", value=value, allowed=", ".join(options))


def _counts(known: Known, path: str) -> bool:
    name, _, child = path.partition(".")
    question = known.get(name)
    if question is not None and child:
        question = next((one for one in question.members("questions") if one.text("id") == child), None)
    elif question is not None and question.text("kind") == "repeat":
        return True
    return question is not None and question.text("kind") == "number"


def _check_deadline(source: Source, rule: Node, known: Known) -> None:
    _check_day(source, rule, "from_question", known)
    _check_day(source, rule.get("no_earlier_than"), "question", known)
    if (rule.get("days") is None) is not (rule.get("from_question") is None):
        source.tell(rule.mark, "deadline_half")


def _check_day(source: Source, node: Node | None, key: str, known: Known) -> None:
    path = node.text(key) if node is not None else None
    if node is None or path is None:
        return
    question = _at(known, path)
    if question is None or question.text("kind") not in DAY_KINDS:
        source.tell(node.value[key].mark, "no_day_question", name=path)


def _check_fact(source: Source, procedure: Node, known: Known) -> None:
    fact = procedure.get("fact")
    if fact is None or not isinstance(fact.value, str):
        return
    kind, _, path = fact.value.partition(":")
    if kind not in _FACTS:
        return
    question = _at(known, path)
    if question is None:
        source.tell(fact.mark, "fact_question_unknown", name=path)
    elif question.text("kind") not in _FACTS[kind]:
        source.tell(fact.mark, "fact_kind", name=path, kind=kind)
    elif question.get(_STAFF_ONLY) is not None or known[path.partition(".")[0]].get(_STAFF_ONLY) is not None:
        source.tell(fact.mark, "fact_of_staff", name=path)


def _check_online(source: Source, procedure: Node) -> None:
    channels = procedure.get("channels")
    online = channels.text("online") if channels is not None else None
    offered = procedure.get("online_offer") is not None
    if not offered and online == "pre_entry":
        source.tell(channels.value["online"].mark if channels else procedure.mark, "offer_missing")
    elif not offered and online == "full" and procedure.text("identity_online") == "card_signature":
        source.tell(procedure.value["identity_online"].mark, "offer_missing")
    if channels is None or online != "none":
        return
    ways = [channels.get(way) for way in ("counter", "paper", "post")]
    if all(way is not None and way.value is False for way in ways):
        source.tell(channels.mark, "no_way_in")


def _at(known: Known, path: str) -> Node | None:
    """The question of a path; inside groups only, of repeats there are several answers."""
    name, _, child = path.partition(".")
    question = known.get(name)
    if question is None or not child:
        return question
    if question.text("kind") != "group":
        return None
    return next((one for one in question.members("questions") if one.text("id") == child), None)
