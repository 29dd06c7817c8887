"""JSON Schema of procedures.yaml, for editors. The models hold it written out; here are its short forms."""

from typing import Any

from shared.catalogue.declared import Declared
from shared.catalogue.inclusion import MAY_HOLD
from shared.catalogue.model import Words
from shared.catalogue.procedure import Procedure
from shared.language import wording

Schema = dict[str, Any]

_TEXT: Schema = {"$ref": "#/$defs/Text"}
_WORDS: Schema = {"type": ["string", "integer"]}
_USE: Schema = {
    "type": "object",
    "properties": {"use": _WORDS},
    "required": ["use"],
    "additionalProperties": False,
}
_FACT: Schema = {
    "type": "object",
    "properties": {"kind": {"enum": ["birth_date", "phone_tail", "own_word"]}, "question": _WORDS},
    "required": ["kind"],
    "additionalProperties": False,
}
_WRITTEN_OUT = ("section_details", "city")  # put into a procedure when the file is read


class _File(Declared):
    """procedures.yaml"""

    include: tuple[Words, ...] = ()
    procedures: tuple[Procedure, ...] = ()


def file_schema() -> Schema:
    """The schema, draft 2020-12. It finds slips while typing; `catalogue check` finds the rest."""
    schema = _File.model_json_schema(by_alias=True)
    parts: dict[str, Schema] = schema["$defs"]
    parts["Text"] = _text(parts["Text"])
    _procedure(parts["Procedure"], parts.pop("NeededDocument"))
    asked_if = parts["Step"]["properties"]["ask_if"]
    use_steps = {**_USE, "properties": {"use": _WORDS, "ask_if": asked_if}}
    steps = parts["Procedure"]["properties"]["steps"]
    steps["items"] = {"anyOf": [steps["items"], use_steps]}
    for part in parts.values():
        properties = part.get("properties", {})
        if "questions" in properties:
            questions = properties["questions"]
            questions["items"] = {"anyOf": [questions["items"], _USE]}
        if "options" in properties:
            properties["options"] = {"anyOf": [properties["options"], _USE]}
    tidied: Schema = _tidied(schema)
    tidied["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return tidied


def part_schema() -> Schema:
    """The schema of a file that another one includes."""
    whole = file_schema()
    held = {key: value for key, value in whole["properties"].items() if key in MAY_HOLD}
    return {**{key: value for key, value in whole.items() if key != "required"}, "properties": held}


def _text(text: Schema) -> Schema:
    languages = {key: value for key, value in text["properties"].items() if key != "versions"}
    versions = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/TextVersion"}}
    return {"anyOf": [{**_WORDS, "minLength": 1}, {**text, "properties": languages}, versions]}


def _procedure(procedure: Schema, document: Schema) -> None:
    properties = procedure["properties"]
    for key in _WRITTEN_OUT:
        del properties[key]
        procedure["required"].remove(key)
    for key in ("fee", "deadline"):
        properties[key] = {"anyOf": [properties[key]["items"], properties[key]]}
    properties["fact"] = _FACT
    own = {"when": _TEXT, "ask_if": document["properties"]["ask_if"]}
    properties["documents"]["items"] = {**_USE, "properties": {"use": _WORDS, **own}}


def _tidied(part: Any) -> Any:
    """Without what says nothing to a clerk (names of our classes, null), with what each key is for."""
    if isinstance(part, list):
        return [_tidied(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    kept = {key: value for key, value in part.items() if key != "description" or not isinstance(value, str)}
    if isinstance(kept.get("title"), str):
        del kept["title"]
    choices = [one for one in kept.get("anyOf", []) if one != {"type": "null"}]
    if len(choices) == 1:
        del kept["anyOf"]
        kept = {**choices[0], **{key: value for key, value in kept.items() if value is not None}}
    if kept.get("type") == "string" and not kept.keys() & {"enum", "const", "format"}:
        kept["type"] = _WORDS["type"]
    tidied = {key: _tidied(value) for key, value in kept.items()}
    if isinstance(tidied.get("properties"), dict):
        tidied["properties"] = {key: _described(key, value) for key, value in tidied["properties"].items()}
    return tidied


def _described(key: str, part: Schema) -> Schema:
    try:
        return {"description": wording.say(f"catalogue.keys.{key}"), **part}
    except KeyError:
        return part
