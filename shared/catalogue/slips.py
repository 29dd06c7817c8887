"""Where YAML stumbles, the slip of the hand is often a line or two above: found and named here.

YAML tells the place at which it cannot go on. Who wrote a full-width colon, forgot the space behind one, or did not
close a quote, needs the line on which that was done.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import yaml

LINES_ABOVE = 3  # YAML takes several lines for one key before it gives up

SYNTAX = (
    ("cannot start any token", "yaml_character"),
    ("mapping values are not allowed", "yaml_colon"),
    ("could not find expected ':'", "yaml_colon_missing"),
    ("unexpected end of stream", "yaml_quote"),
    ("',' or ']'", "yaml_bracket"),
    ("',' or '}'", "yaml_brace"),
    ("expected ',' or", "yaml_bracket"),
    ("block end", "yaml_indent"),
    ("-' indicator", "yaml_indent"),
    ("expected key", "yaml_indent"),
    ("block mapping", "yaml_indent"),
    ("block sequence entries", "yaml_indent"),
    ("escape", "yaml_escape"),
    ("undefined tag", "tag_refused"),
    ("duplicate", "yaml_directive"),
    ("directive", "yaml_directive"),
    ("alias", "alias_refused"),
    ("anchor", "anchor_refused"),
)
DASHES = "-−ー―‐–—・･"  # that stand for "- "
_KEY = r"^\s*(?:- +)?[A-Za-z_][A-Za-z0-9_-]*"
SLIPS = (
    (re.compile("^ *\t"), "yaml_tab"),
    (re.compile("^[ \t]*[\u3000\u00a0]"), "yaml_wide_space"),
    (re.compile(_KEY + "[\u3000\u00a0]*："), "yaml_wide_colon"),
    (re.compile(_KEY + ":[\u3000\u00a0]"), "yaml_wide_space"),
    (re.compile(_KEY + r":[^\s/]"), "yaml_space_missing"),
    (re.compile(f"^ *[{DASHES[1:]}](?=.*:)"), "yaml_dash"),
    (re.compile(r"^ *-[A-Za-z_]+:"), "yaml_dash"),
    (re.compile(r"[｛［]\s*[A-Za-z_]+\s*[:：]"), "yaml_wide_bracket"),
    (re.compile(r"(?:^|[\s\[{,:-])\{[^{}:|\"']*\|[^{}:\"']*\}"), "yaml_ruby"),
    (re.compile(r"[{,]\s*[A-Za-z_]+: [^,{}\[\]]*\{[^{}|]+\|[^{}|]+\}"), "yaml_ruby"),  # in the middle of a text
    (re.compile(r"[{\[][^{}\[\]]*\s#[^{}\[\]]*[}\]]"), "yaml_hash"),
    (re.compile(r"[{,]\s*[A-Za-z_]+: [^,{}\[\]]*[^\x00-\x7f、，]: "), "yaml_colon"),
    (re.compile(r'""[^\s,}\]:#"]'), "quote_form"),
    (re.compile(_KEY + r":\s+(?:[*&!%@`]|[>|]\s*[^\s\d+-]|- )"), "yaml_character"),
    (re.compile(_KEY + r":\s+(?:\[[^\[\]]*\]|\{[^{}]*\})\s*[^\s#,}\]]"), "yaml_character"),
)
_NEW_KEY = re.compile(_KEY + r":(?:\s|$)")
_NO_COLON = re.compile(r"^\s*(?:- +)?[^\s#\[\]{}:'\"|>-][^:]*$")
_WHOLE_QUOTED = re.compile(r"^\s*\"[\s-]*[A-Za-z_]+:[ \"].*\"\s*$")  # as a table's cells are written out
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")


@dataclass(frozen=True)
class Slip:
    """A code and its place, counted from 1."""

    code: str
    line: int
    column: int


def slip_of(text: str, error: yaml.MarkedYAMLError, quoted: yaml.ScalarEvent | None) -> Slip:
    """What to tell of an error of YAML. `quoted`: the last quoted text before it that goes over several lines."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Slip("yaml_broken", 1, 1)
    lines = re.split("\r\n|\r|\n", text)
    code = _syntax_code(str(error.problem))
    return (
        _in_quotes(quoted, mark.line)
        or _near(lines, mark.line, code)
        or _opened(lines, error, mark.line, code)
        or Slip(code, mark.line + 1, mark.column + 1)
    )


def _in_quotes(quoted: yaml.ScalarEvent | None, at: int) -> Slip | None:
    """The quote that was not closed and took other lines into it, up to the next quote."""
    if quoted is None or quoted.start_mark is None or quoted.end_mark is None:
        return None
    if at - quoted.end_mark.line > 1:
        return None
    swallowed = re.search(r"\b[A-Za-z_]{2,}: ", quoted.value) is not None
    start = quoted.start_mark
    return Slip("yaml_quote", start.line + 1, start.column + 1) if swallowed else None


def _near(lines: Sequence[str], at: int, code: str) -> Slip | None:
    """The slip on this line or on one of the few above it, the nearest first."""
    written = [n for n in range(min(at, len(lines) - 1), -1, -1) if _is_written(lines[n])]
    for number in written[: LINES_ABOVE + 1]:
        found = _in_line(lines[number])
        if found is not None:
            return replace(found, line=number + 1)
    above = [n for n in written if n < at][:LINES_ABOVE]
    if code == "yaml_colon_missing":
        for number in above:
            if _NO_COLON.match(_QUOTED.sub('""', lines[number])):
                return Slip(code, number + 1, 1 + len(lines[number]) - len(lines[number].lstrip()))
    here = _QUOTED.sub('""', lines[at]) if at < len(lines) else ""
    if code == "yaml_indent" and (here.count("}") > here.count("{") or here.count("]") > here.count("[")):
        return Slip("yaml_closed_twice", at + 1, len(lines[at].rstrip()))
    return None


def _in_line(line: str) -> Slip | None:
    """The first slip that a line shows by itself."""
    if _WHOLE_QUOTED.match(line):
        return Slip("quote_form", 1, 1 + len(line) - len(line.lstrip()))
    bare = _QUOTED.sub('""', line)
    found = ((pattern.search(bare), code) for pattern, code in SLIPS)
    return next((Slip(code, 1, match.end()) for match, code in found if match), None)


def _opened(lines: Sequence[str], error: yaml.MarkedYAMLError, at: int, code: str) -> Slip | None:
    """The bracket itself, where the next key was reached, or the end, before it was closed."""
    opened = error.context_mark
    if code not in ("yaml_bracket", "yaml_brace", "yaml_quote") or opened is None or opened.line >= at:
        return None
    reached = at >= len(lines) or not lines[at].strip() or _NEW_KEY.match(lines[at])
    return Slip(code, opened.line + 1, opened.column + 1) if reached else None


def _is_written(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _syntax_code(problem: str) -> str:
    return next((code for words, code in SYNTAX if words in problem), "yaml_broken")
