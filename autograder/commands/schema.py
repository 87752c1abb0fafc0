"""``autograder schema``: every key of assignment.yaml, for an editor or as a page to read."""

from __future__ import annotations

import json

import click

from autograder.commands import keys

FILE = "assignment.schema.json"


@click.command(short_help="Print a JSON Schema of assignment.yaml, or a page with every key.")
@click.option("--page", is_flag=True, help="Print a page in Markdown instead.")
def command(page: bool) -> None:
    """Print a JSON Schema, by which an editor with the YAML language server completes and checks assignment.yaml.

    `autograder schema > assignment.schema.json`, and the file's first line says where it is:
    `# yaml-language-server: $schema=assignment.schema.json`. A folder that `new` made has both.
    """
    click.echo(keys.page() if page else text(), nl=False)


def text() -> str:
    """The JSON Schema as the text of a file."""
    return json.dumps(keys.json_schema(), indent=1, sort_keys=True) + "\n"
