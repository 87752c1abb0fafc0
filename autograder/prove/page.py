"""A proof as one HTML page that needs no other file."""

from __future__ import annotations

from pathlib import Path

from autograder.prove.claims import Proof
from autograder.prove.terminal import LEGEND, MARKS, checks_in
from autograder.records import Assignment
from autograder.writers.html import render

TEMPLATE = Path(__file__).with_name("page.html")


def page(proof: Proof, assignment: Assignment) -> str:
    """The claims and the matrix."""
    questions = [
        {"id": question.id, "title": question.title, "rows": rows, "checks": checks_in(rows)}
        for question in assignment.questions
        if (rows := proof.matrix.of(question.id))
    ]
    title, legend = f"{assignment.title}: what is proved", LEGEND.format(**MARKS)
    return render(TEMPLATE, title=title, proof=proof, questions=questions, marks=MARKS, legend=legend)
