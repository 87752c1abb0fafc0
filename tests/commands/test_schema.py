"""The page with every key and the JSON Schema are made from the models, complete, and true of real files."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from autograder.commands import keys, schema
from autograder.commands.new import TEMPLATES
from autograder.spec import yaml_document
from tests.support.places import ROOT, SOLUTION, TOY

FILES = [SOLUTION, TOY, *sorted(path for path in TEMPLATES.iterdir() if path.is_dir())]


def document(folder: Path) -> dict:
    found: dict = yaml_document.read((folder / "assignment.yaml").read_text()).data
    return found


@pytest.mark.parametrize("part", keys.PARTS)
def test_every_key_has_a_meaning_and_an_example_and_nothing_else_has(part: str) -> None:
    found = list(keys.keys_of(part))
    assert [key.name for key in found if not key.meaning or not key.example] == []
    assert set(keys.meanings().get(part, {})) == {key.name for key in found}


def test_the_committed_page_is_the_one_that_the_command_writes() -> None:
    done = CliRunner().invoke(schema.command, ["--page"])
    assert done.exit_code == 0 and (ROOT / "KEYS.md").read_text(encoding="utf-8") == done.output


@pytest.mark.parametrize("folder", FILES, ids=lambda folder: folder.name)
def test_a_file_that_is_right_fits_the_schema(folder: Path) -> None:
    jsonschema.Draft7Validator.check_schema(keys.json_schema())
    jsonschema.validate(document(folder), keys.json_schema(), cls=jsonschema.Draft7Validator)


@pytest.mark.parametrize(
    ("old", "new"),
    [("kind: output", "kind: ouput"), ("title: Numbers", "titel: Numbers"), ("decks: 2", "decks: 0"),
     ("none: 0.5", "none: half"), ("points: 6", "points: -6"), ("seconds: 2", "second: 2")],
)  # fmt: skip
def test_a_file_that_is_wrong_does_not(tmp_path: Path, old: str, new: str) -> None:
    text = (TOY / "assignment.yaml").read_text()
    assert old in text
    (tmp_path / "assignment.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document(tmp_path), keys.json_schema(), cls=jsonschema.Draft7Validator)


def test_the_settings_that_the_handout_shows_are_right() -> None:
    text = (ROOT / "handouts" / "sources" / "staff.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```{\.yaml \.setting}\n(.*?)^```", text, re.M | re.S)
    shown = [yaml_document.read(block).data for block in blocks]
    assert len(shown) == 2
    for one in shown:
        settings = one[0] if isinstance(one, list) else one
        part = "question" if settings.get("by") else "assignment"
        known = {key.name for key in keys.keys_of(part)}
        if "kind" in settings:
            known = {key.name for part in ("check", settings["kind"]) for key in keys.keys_of(part)}
        assert set(settings) <= known
