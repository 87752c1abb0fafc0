"""Every key that staff may write, with its type, default, meaning and an example: as a page, and as a JSON Schema.

Types and defaults are read from the models that read the files; meanings and examples stand in keys.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from autograder.checks import ENTRIES
from autograder.checks.source import Rules
from autograder.mistakes.catalogue import Mistake, MistakesFile
from autograder.mistakes.edits import Edit
from autograder.prove.bounds import KnownBound, Margin
from autograder.prove.mutants import EquivalentMutant
from autograder.spec.contest import ContestText, RewardsText, TaskText
from autograder.spec.reading import validator
from autograder.spec.schema import (
    AssignmentText,
    CarriedText,
    CheckText,
    DatesText,
    LateText,
    LimitsText,
    QuestionText,
    VisibilityText,
)
from autograder.spec.term import TermText

MEANINGS = Path(__file__).with_name("keys.yaml")
DRAFT = "http://json-schema.org/draft-07/schema#"
PARTS: Mapping[str, tuple[str, Any]] = {
    "assignment": ("assignment.yaml", AssignmentText),
    "limits": ("`limits`", LimitsText),
    "visibility": ("`visibility`", VisibilityText),
    "dates": ("`dates`", DatesText),
    "late": ("`late`", LateText),
    "term": ("term.yaml", TermText),
    "question": ("A question", QuestionText),
    "check": ("A check, whatever its kind", CheckText),
    "carried": ("`carried`", CarriedText),
    **{name: (f"`kind: {name}`", entry.options) for name, entry in ENTRIES.items()},
    "rules": ("`forbid` and `require`", Rules),
    "contest": ("`contest`", ContestText),
    "task": ("A task of the contest", TaskText),
    "rewards": ("`rewards`", RewardsText),
    "mistakes": ("A file in mistakes/", MistakesFile),
    "mistake": ("A mistake", Mistake),
    "edit": ("An edit", Edit),
    "chance": ("An entry of chance.yaml", KnownBound),
    "margin": ("`measure`", Margin),
    "mutant": ("An entry of mutants.yaml", EquivalentMutant),
}
"""The parts of the files, each with its heading and its model."""


@dataclass(frozen=True)
class DocumentedKey:
    """One key: its type in words, its default as YAML ("required" where it has none), its meaning and an example."""

    name: str
    type: str
    default: str
    meaning: str
    example: str


@cache
def meanings() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """The meaning of each key and an example, by part."""
    written = yaml.safe_load(MEANINGS.read_text(encoding="utf-8"))
    return {
        part: {name: (str(meaning), str(example)) for name, (meaning, example) in keys.items()}
        for part, keys in written.items()
    }


def keys_of(part: str) -> Iterator[DocumentedKey]:
    """The keys of one part, in the order of its model."""
    schema = validator(PARTS[part][1]).json_schema(by_alias=True)
    for name, found in schema.get("properties", {}).items():
        meaning, example = meanings().get(part, {}).get(name, ("", ""))
        required = name in schema.get("required", ())
        default = "required" if required else _yaml(found.get("default"))
        yield DocumentedKey(name, _type(found, schema.get("$defs", {})), default, meaning, example)


def page() -> str:
    """All keys as Markdown."""
    lines = ["# Every key that staff write", "", "Written by `autograder schema --page`. Changes here are lost.", ""]
    for part, (title, _) in PARTS.items():
        lines += [f"## {title}", "", "| key | type | default | meaning | example |", "|---|---|---|---|---|"]
        for key in keys_of(part):
            cells = (f"`{key.name}`", key.type, f"`{key.default}`", key.meaning, f"`{key.example}`")
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    return "\n".join(lines)


def json_schema() -> dict[str, Any]:
    """A JSON Schema of assignment.yaml, by which an editor completes and checks it."""
    head, question = _described("assignment"), _described("question")
    question["properties"]["checks"] = {"type": "array", "items": {"anyOf": [_check(kind) for kind in ENTRIES]}}
    head["properties"]["questions"] = {"type": "array", "minItems": 1, "items": question}
    named = {model.__name__: part for part, (_, model) in PARTS.items()}
    definitions = {name: _described(part) for name, part in named.items()}
    for part in definitions.values():
        part.pop("definitions", None)
    head.pop("definitions", None), question.pop("definitions", None)
    return {"$schema": DRAFT, **head, "definitions": definitions}


def _check(kind: str) -> dict[str, Any]:
    """What a check of one kind may say."""
    common, own = _described("check"), _described(kind)
    properties = {**common["properties"], **own["properties"], "kind": {"const": kind}}
    properties["limits"] = {"$ref": "#/definitions/LimitsText"}
    required = [*common.get("required", ()), *own.get("required", ())]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _described(part: str) -> dict[str, Any]:
    """A model's schema with the meaning of each key, its references where a draft 7 schema has them."""
    schema: dict[str, Any] = _moved(validator(PARTS[part][1]).json_schema(by_alias=True))
    for name, (meaning, _) in meanings().get(part, {}).items():
        if name in schema.get("properties", {}):
            schema["properties"][name] = {"description": meaning, **_one_or_many(schema["properties"][name], name)}
    return {key: value for key, value in schema.items() if key not in ("title", "description")}


def _one_or_many(found: dict[str, Any], name: str) -> dict[str, Any]:
    """A list of laws may be a single name."""
    return {"anyOf": [found, {"type": "string"}]} if name == "law" else found


def _moved(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {
            ("definitions" if key == "$defs" else key): (
                value.replace("#/$defs/", "#/definitions/") if key == "$ref" else _moved(value)
            )
            for key, value in tree.items()
            if key != "title" or not isinstance(value, str)
        }
    return [_moved(part) for part in tree] if isinstance(tree, list) else tree


def _type(found: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """A type in words: text, a list of text, a number of at least 0, one of …"""
    if "anyOf" in found:
        return " or ".join(_type(choice, definitions) for choice in found["anyOf"] if choice.get("type") != "null")
    if "enum" in found or "const" in found:
        return "one of " + ", ".join(f"`{one}`" for one in found.get("enum", [found.get("const")]))
    if "$ref" in found:
        return "a table"
    if found.get("type") == "array":
        return f"a list of {_type(found.get('items', {}), definitions)}"
    words = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
    bounds = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}
    limits = [f"{word} {found[key]:g}" for key, word in bounds.items() if key in found]
    return " ".join([words.get(found.get("type", ""), "a table"), *([", ".join(limits)] if limits else [])])


def _yaml(value: Any) -> str:
    if value in (None, "", [], {}):
        return "none"
    return str(yaml.safe_dump(value, default_flow_style=True, width=200).removesuffix("\n...\n").strip())
