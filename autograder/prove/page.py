"""A proof as one HTML file that needs nothing beside it. The door is `page`."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.prove.claims import Proof
from autograder.prove.terminal import LEGEND, MARKS, checks_of
from autograder.records import Assignment


def page(proof: Proof, assignment: Assignment) -> str:
    """The claims and the matrix; every text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    questions = [
        {"id": question.id, "title": question.title, "rows": rows, "checks": checks_of(rows)}
        for question in assignment.questions
        if (rows := proof.matrix.of(question.id))
    ]
    return environment.get_template("page.html").render(
        proof=proof, assignment=assignment, questions=questions, marks=MARKS, legend=LEGEND.format(**MARKS)
    )
