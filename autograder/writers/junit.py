"""A report as JUnit XML, which most platforms for continuous integration show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from autograder.records import Line, Report
from autograder.writers import overview, text

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file may hold, however they are written."""
ELEMENTS = {"failed": "failure", "error": "error", "broken": "error", "skipped": "skipped"}


def xml(report: Report) -> bytes:
    """A suite for each question and a test case for each check.

    Times are left out: a program could pass on information by sleeping.
    """
    root = _element("testsuites", report.title, report.lines)
    for score in overview.by_question(report):
        suite = _element("testsuite", f"{score.question.id}: {score.question.title}", score.lines)
        root.append(suite)
        for line in score.lines:
            _case(suite, line)
    return _bytes(root)


def refusal(reason: str) -> bytes:
    """A suite whose one test says why nothing could be graded."""
    words = _plain(text.one_line("", reason))
    root = Element("testsuites", {"name": words, "tests": "1", "failures": "0", "errors": "1", "skipped": "0"})
    suite = SubElement(root, "testsuite", root.attrib)
    SubElement(SubElement(suite, "testcase", name="the hand-in", classname="hand-in"), "error", message=words)
    return _bytes(root)


def _bytes(root: Element) -> bytes:
    indent(root)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n").encode()


def _element(tag: str, name: str, lines: Iterable[Line]) -> Element:
    """A suite, or all of them, with how many of its tests fail, err or are skipped."""
    ends = [ELEMENTS.get(line.verdict.status) for line in lines]
    wanted = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    counts = {key: str(ends.count(end)) for key, end in wanted.items()}
    return Element(tag, {"name": _plain(name), "tests": str(len(ends)), **counts})


def _case(suite: Element, line: Line) -> None:
    """A test case; where the student's own line is known, its file and line stand with it."""
    name = _plain(f"{line.check.id}: {line.check.title}")
    case = SubElement(suite, "testcase", name=name, classname=line.question.id)
    if place := text.place_of(line):
        case.set("file", _plain(place[0]))
        case.set("line", str(place[1]))
    element = ELEMENTS.get(line.verdict.status)
    if element is None:
        return
    story = _plain(text.for_student(line))
    first = story.partition("\n")[0]
    if element == "skipped":
        SubElement(case, element, message=first)
    else:
        SubElement(case, element, message=first, type=line.verdict.status).text = story


def _plain(words: str) -> str:
    return NOT_XML.sub("\ufffd", words)
