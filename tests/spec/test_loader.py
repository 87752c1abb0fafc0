"""assignment.yaml: everything wrong with it is said at once, each with file, line, column and a suggestion."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import StaffError
from autograder.freeze.reference import freeze
from autograder.spec import digests, loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.toy import edited


def complaints(folder: Path) -> list[str]:
    with pytest.raises(loader.SpecError) as error:
        loader.load(folder)
    return str(error.value).replace(f"{folder}/assignment.yaml:", "").splitlines()


def test_the_toy_assignment_is_read_whole(toy):
    assert [question.id for question in toy.questions] == ["t1", "t2", "t3"]
    assert toy.checks[2].after == ("t1.scaled",) and toy.checks[0].public
    assert set(toy.laws) == {"is_permutation", "two_orders_differ"}
    assert toy.limits.seconds == 2 and toy.checks[0].limits.seconds == 2


def test_without_a_seed_all_can_be_done_but_freezing(toy_folder, sandbox):
    assignment = loader.load(edited(toy_folder, ("seed: 1\n", "")))
    with pytest.raises(loader.SpecError) as error:
        freeze(StaffFolder(toy_folder), assignment, sandbox)
    assert str(error.value) == (
        f"{toy_folder}/assignment.yaml:1:1: the setting 'seed' is missing; the random cases are drawn from it, "
        "so write a number of your own."
    )


def test_every_mistake_is_reported_at_once_with_its_place(toy_folder):
    edited(
        toy_folder,
        ("kind: output", "kind: ouput"),
        ("probe: scaled\n", "probe: scald\n"),
        ("after: [t1.scaled]", "after: [t1.scalde]"),
        ("law: [is_permutation, two", "law: [is_permutations, two"),
        ("none: 0.5", "none: 0.99"),
        ("points: 1\n        probe: triple", "point: 1\n        probe: triple"),
    )
    found = complaints(toy_folder)
    assert [line.split(": ", 1)[1] for line in found] == [
        "'ouput' is not a kind of check; allowed: output, gradient, law, accuracy, source, leaderboard. "
        "Did you mean 'output'?",
        "'scald' is not a function in probes/. Did you mean 'scaled'?",
        "'t1.scalde' is not a check before this one. Did you mean 't1.scaled'?",
        "'is_permutations' is not a function in laws/. Did you mean 'is_permutation'?",
        "none must not be larger than full.",
        "'point' is not a setting here; allowed: after, all_or_nothing, atol, builds_on, carried, cases, compare, "
        "exact, hint, home_cases, id, kind, limits, nan, optional, points, probe, public, reads, rtol, title, "
        "tolerance, up_to, vectors, visibility, weights. Did you mean 'points'?",
    ]
    assert [line.split(":")[0] for line in found] == sorted((line.split(":")[0] for line in found), key=int)
    lines = (toy_folder / "assignment.yaml").read_text().splitlines()
    line, column = map(int, found[0].split(":")[:2])
    assert lines[line - 1][column - 1 :].startswith("kind: ouput")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("points: 6", "points: 7", "t1 is worth 7 points, but its checks add up to 6"),
        ("id: t1.scaled", "id: t1.double", "the id t1.double is given twice: the check in line 13 has it already."),
        ("id: t1.scaled", "id: t9.scaled", "must start with its question's"),
        ("seed: 1", "seed: one", "seed: this must be a whole number; got 'one'."),
        ("seed: 1", "seed: -1", "seed: this must be at least 0; got -1."),
        ("decks: 2", "decks: 0", "decks: this must be at least 1; got 0."),
        ("files: [toy.py, helper_free.py]", "files: []", "at least 1 item"),
        ("of: t2.classify", "of: t2.clasify", "Did you mean 't2.classify'?"),
        ("forward: scaled\n", "forward: scaled_backward\n", "is not a further function in probes/"),
        ("title: A toy assignment\n", "", "the setting 'title' is missing"),
        ("cases: slopes", "cases: slope", "Did you mean 'slopes'?"),
        ("law: [is_permutation, two_orders_differ]", "law: []",
         "law: a law check needs at least one law, or any answer would pass"),
        ("gradients: {x: dx}", "gradients: {}", "gradients: at least 1 item must stand here, and there is none."),
        ("files: [toy.py, helper_free.py]", "files: [toy.py, helper_fre.py]",
         "'helper_fre.py' is not a file of the reference in this folder. Did you mean 'helper_free.py'?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told(toy_folder, old, new, words):
    assert any(words in line for line in complaints(edited(toy_folder, (old, new))))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("after: [t1.scaled]", "after: t1.scaled", "after: this must be a list: write [t1.scaled]."),
        ("builds_on: [t1.double]", "builds_on: t1.double, t1.scaled",
         "builds_on: this must be a list: write [t1.double, t1.scaled]."),
        ("files: [toy.py, helper_free.py]", "files: toy.py", "files: this must be a list: write [toy.py]."),
        ("law: [is_permutation, two_orders_differ]", "law: 7", "law: this must be a list: write [7]."),
        ("builds_on: [t1.double]", "builds_on:", "builds_on: this must be a list, such as [one, another]; "
                                                 "got nothing."),
        ("builds_on: [t1.double]", "builds_on: {t1: double}",
         "builds_on: this must be a list, each entry of which begins with `- `; got a table."),
        ("builds_on: [t1.double]", "builds_on: [7]", 'builds_on, entry 1: this must be text: write "7".'),
        ("title: A toy assignment", "title: true", 'title: this must be text: write "true".'),
        ("title: A toy assignment", "title: [toy]", "title: this must be text; got a list."),
        ("files: [toy.py, helper_free.py]", "files: [[toy.py]]", "files, entry 1: this must be text; got a list."),
        ("seed: 1", f"seed: 1{'0' * 5000}", "seed: this must be a whole number with fewer digits; "
                                     f"got '1{'0' * 77}…'."),
        ("limits: {seconds: 2, memory_mb: 512, printed_kb: 4}", "limits: 2",
         "limits: this must be a table, such as {name: value}; got 2."),
    ],
)  # fmt: skip
def test_what_has_another_form_than_it_must_have_is_told_in_the_words_of_yaml(toy_folder, old, new, words):
    edited(toy_folder, (old, new))
    assert [line.split(": ", 1)[1] for line in complaints(toy_folder)] == [words]


@pytest.mark.parametrize("endless", ["nan", "inf", "-inf", "Infinity", "1e400", "1" + "0" * 400])
def test_a_number_that_never_ends_is_no_number(toy_folder, endless):
    edited(toy_folder, ("points: 2\n", f"points: {endless}\n"), ("seconds: 2", f"seconds: {endless}"))
    words = ("a finite number", "at least 0", "above 0", "at most")
    assert sum(any(f"this must be {word}" in line for word in words) for line in complaints(toy_folder)) >= 2


@pytest.mark.parametrize(
    ("package", "words"),
    [
        ("math", "math belongs to Python itself, and may always be imported: leave it out."),
        ("scipy==1.0", "'scipy==1.0' is not a package: write its name as pip does, without a version"),
        ("../numpy", "'../numpy' is not a package"),
        ("''", "'' is not a package"),
    ],
)
def test_what_pip_could_not_install_is_told_without_a_command_that_fails(toy_folder, package, words):
    edited(toy_folder, ("seed: 1", f"seed: 1\npackages: [{package}]"))
    assert [words in line and "pip install" not in line for line in complaints(toy_folder)] == [True]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("class.py", "no code could import 'class.py': a module's name is letters"),
        ("my file.py", "no code could import 'my file.py': a module's name is letters"),
        ("hw-1.py", "no code could import 'hw-1.py': a module's name is letters"),
        ("1st.py", "no code could import '1st.py': a module's name is letters"),
        ("a.b.py", "no code could import 'a.b.py': a module's name is letters"),
        ("random.py", "no code could import 'random.py': it has the name of a module that belongs to Python itself."),
        ("numpy.py", "no code could import 'numpy.py': it has the name of a module that belongs to numpy itself."),
    ],
)
def test_a_file_that_nobody_could_import_is_not_asked_for(toy_folder, name, words):
    (toy_folder / name).write_text("x = 1\n")
    edited(toy_folder, ("files: [toy.py, ", f"files: [toy.py, '{name}', "))
    assert [words in line for line in complaints(toy_folder)] == [True]


@pytest.mark.parametrize("package", ["probes", "cases", "laws", "prompts"])
@pytest.mark.parametrize("file", ["toy.py", "zoo.py"])
def test_a_function_that_is_there_twice_is_told_with_both_places(toy_folder, package, file):
    (toy_folder / "prompts").mkdir(exist_ok=True)
    (toy_folder / "prompts" / "toy.py").write_text("def double(x):\n    return 'value = double(x)'\n")
    body = (toy_folder / package / "toy.py").read_text()
    name = next(line.removeprefix("def ").partition("(")[0] for line in body.splitlines() if line.startswith("def "))
    with (toy_folder / package / file).open("a") as out:
        out.write(f"\n\ndef {name}(*one):\n    return None\n")
    assert any(
        f"{package}/{file}" in told and f"{name} is already there, in" in told for told in complaints(toy_folder)
    )


def test_a_rule_about_a_function_that_the_reference_does_not_have_is_told(toy_folder):
    rule = """\
      - {id: t1.text, kind: source, title: x, reads: [toy.py], within: [dubble], forbid: {loops: [for]}}
  - id: t2
"""
    edited(toy_folder, ("  - id: t2\n", rule))
    assert complaints(toy_folder)[0].endswith(
        "'dubble' is not a function, class or method of toy.py. Did you mean 'double'?"
    )


@pytest.mark.parametrize(
    "setting", ["limits: {seconds: 1e300}", f"limits: {{memory_mb: {'9' * 20}}}", "late: {grace_minutes: 1e300}",
                f"late: {{slip_days: {'9' * 20}}}", "total_seconds: 1e300"],
)  # fmt: skip
def test_a_limit_that_no_machine_can_hold_is_told_with_the_largest(toy_folder, setting):
    edited(toy_folder, ("limits: {seconds: 2, memory_mb: 512, printed_kb: 4}\n", f"{setting}\n"))
    assert any("this must be at most" in line for line in complaints(toy_folder))


@pytest.mark.parametrize("zone", ["Amerika/Los_Angeles", "Berlin", "+01:00"])
def test_a_sentence_about_a_zone_ends_once(toy_folder, zone):
    edited(toy_folder, ("seed: 1", f"seed: 1\ndates: {{zone: '{zone}'}}"))
    (told,) = complaints(toy_folder)
    assert told.endswith((".", "?")) and "?;" not in told and ".;" not in told


def test_a_check_with_another_mistake_in_it_has_its_names_looked_up_too(toy_folder):
    edited(
        toy_folder,
        ("points: 2\n        probe: double\n", "points: two\n        probe: doubel\n"),
        ("gradients: {x: dx}", "gradients: 7"),
        ("forward: scaled\n", "forward: scald\n"),
        ("after: [t1.scaled]", "after: [t1.scalde]"),
        ("kind: accuracy", "kind: acuracy"),
        ("probe: classify", "probe: clasify"),
    )
    found = complaints(toy_folder)
    words = ("doubel", "points: ", "scald'", "scalde", "gradients: ", "acuracy", "clasify")
    assert all(sum(word in line for line in found) == 1 for word in words) and len(found) == len(words)


def test_what_is_wrong_outside_the_questions_hides_no_mistake(toy_folder):
    edited(
        toy_folder,
        ("seed: 1", "seed: hello"),
        ("files: [toy.py, helper_free.py]", "files: [toy.py, nothere.py, ../helper_free.py, toy.py]"),
        ("title: Numbers", "titel: Numbers"),
        ("points: 2\n", "points: two\n"),
        ("kind: gradient", "kind: gradiant"),
        ("limits: {seconds: 2, memory_mb: 512", "limits: {seconds: 0, memory_mb: 512"),
        ("none: 0.5", "none: 5"),
        ("title: triple gives three times its argument", "title: ''\n        limits: {second: 3}"),
    )
    (toy_folder / "laws" / "toy.py").write_text("import nothing_like_this\n")
    (toy_folder / "laws" / "other.py").write_text("def one(:\n")
    (toy_folder / "probes" / "other.py").write_text("def one(:\n")
    found = complaints(toy_folder)
    words = (
        "seed: this must be a whole number", "'nothere.py' is not a file",
        "'../helper_free.py' must be the name of a file alone, without a folder",
        "'toy.py' stands in this list already", "'titel' is not a setting", "the setting 'title' is missing",
        "points: this must be a number",
        "'gradiant' is not a kind", "seconds: this must be above 0", "none: this must be at most 1",
            "title: a text must stand here, and it is empty.",
        "'second' is not",
        "laws/toy.py:1:1: ModuleNotFoundError", "laws/other.py:1:9: ", "probes/other.py:1:9: ",
    )  # fmt: skip
    assert [sum(word in line for line in found) for word in words] == [1] * len(words) and len(found) == len(words), (
        found
    )


def test_what_yaml_allows_and_we_refuse_hides_no_mistake(toy_folder):
    edited(
        toy_folder,
        ("limits: {seconds: 2", "limits: &all {seconds: 2"),
        ("probe: scaled\n", "probe: scald\n        limits: *all\n"),
    )
    assert [line.split(": ", 1)[1] for line in complaints(toy_folder)] == [
        "an anchor (&name) is not allowed here: write the value out.",
        "'scald' is not a function in probes/. Did you mean 'scaled'?",
        "an alias (*name) is not allowed here: write the value out.",
    ]


@pytest.mark.parametrize("value", ["[x]", "{x: z}", "[[1]]", "", "7"])
@pytest.mark.parametrize(
    "old",
    ["id: t1.slope", "kind: gradient", "probe: scaled_backward", "cases: slopes", "forward: scaled\n", "upstream: dz"],
)
def test_whatever_stands_where_a_word_belongs_is_told(toy_folder, old, value):
    key = old.partition(":")[0]
    edited(toy_folder, (old, f"{key}: {value}\n" if old.endswith("\n") else f"{key}: {value}"))
    assert complaints(toy_folder)


def test_code_that_cannot_be_read_hides_no_mistake_of_the_file(toy_folder):
    edited(toy_folder, ("probe: scaled\n", "probe: scald\n"), ("after: [t1.scaled]", "after: [t1.scalde]"))
    (toy_folder / "laws" / "toy.py").write_text("import nothing_like_this\n")
    told = complaints(toy_folder)
    for word in ("'scald'", "'t1.scalde'", "nothing_like_this"):
        assert any(word in one for one in told)


def test_a_question_that_is_there_twice_is_told_once_and_with_the_place_of_the_first(toy_folder):
    edited(toy_folder, ("- id: t2\n", "- id: t1\n"))
    assert complaints(toy_folder) == [
        "39:5: the id t1 is given twice: the question in line 9 has it already. Did you mean 't2'?"
    ]


def test_a_question_that_was_copied_whole_is_told_once(toy_folder):
    path = toy_folder / "assignment.yaml"
    text = path.read_text()
    path.write_text(text + text[text.index("  - id: t3") :])
    assert complaints(toy_folder) == ["76:5: the id t3 is given twice: the question in line 64 has it already."]


def test_a_question_whose_checks_all_have_another_name_is_told_once(toy_folder):
    edited(toy_folder, ("- id: t2\n", "- id: t22\n"))
    assert complaints(toy_folder) == [
        "39:5: the ids of its checks must begin with 't22.', and none does. Did you mean 't2'?"
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("after: [t1.scaled]", "after: [t1.slope]",
         "'t1.slope' is this check itself, which cannot come after itself: name one before it."),
        ("builds_on: [t1.double]", "builds_on: [t3.triple]",
         "'t3.triple' is this check itself, which cannot build on itself: name one before it."),
        ("after: [t1.scaled]", "after: [t2.order]",
         "'t2.order' comes later, in line 43: a check can only come after checks that stand before it."),
        ("hint: What is twice a number?", "builds_on: [t1.scaled]",
         "'t1.scaled' comes later, in line 21: a check can only build on checks that stand before it."),
        ("of: t2.classify", "of: t2.board", "'t2.board' is this check itself, which cannot rank itself: name one "
                                            "before it."),
        ("of: t2.classify", "of: t3.triple",
         "'t3.triple' comes later, in line 69: a check can only rank checks that stand before it."),
        ("files: [toy.py, helper_free.py]", "files: [toy.py, helper_free.py, toy.py]",
         "'toy.py' stands in this list already; keep one of them."),
        ("law: [is_permutation, two_orders_differ]", "law: [is_permutation, is_permutation]",
         "'is_permutation' stands in this list already; keep one of them."),
        ("after: [t1.scaled]", "after: [t1.scaled, t1.scaled]", "'t1.scaled' stands in this list already; keep "
                                                                "one of them."),
        ("files: [toy.py, helper_free.py]", "files: [sub/toy.py]",
         "'sub/toy.py' must be the name of a file alone, without a folder before it. Did you mean 'toy.py'?"),
        ("files: [toy.py, helper_free.py]", "files: [toy.py, helper_free.py, pkg/core.py]",
         "'pkg/core.py' must be the name of a file alone, without a folder before it. Name a file that imports what is "
         "asked for: packages that a student's files import are graded with them, whatever is in them."),
        ("        label: Accuracy\n", "        label: Accuracy\n"
         "      - {id: t2.again, kind: leaderboard, title: Again, of: t2.classify, label: Accuracy}\n",
         "the label 'Accuracy' is given twice: the leaderboard in line 63 has it already."),
    ],
)  # fmt: skip
def test_a_name_that_cannot_stand_where_it_does_is_told(toy_folder, old, new, words):
    edited(toy_folder, (old, new))
    assert [line.split(": ", 1)[1] for line in complaints(toy_folder)] == [words]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("upstream: dz", "upstream: dzz",
         "34:9: no case of t1.slope has an input 'dzz', which is to hold the upstream gradient; "
         "there are dz, k, x. Did you mean 'dz'?"),
        ("gradients: {x: dx}", "gradients: {X: dx}",
         "35:21: no case of t1.slope has an input 'X', whose gradient is asked for; there are dz, k, x. Did "
         "you mean 'x'?"),
        ("upstream: dz", "upstream: DZZ",
         "34:9: no case of t1.slope has an input 'DZZ', which is to hold the upstream gradient; "
         "there are dz, k, x. Did you mean 'dz'?"),
        ("gradients: {x: dx}", "gradients: {x: dx, v: dv}",
         "35:28: no case of t1.slope has an input 'v', whose gradient is asked for; there are dz, k, x."),
        ("none: 0.5", "none: 0.5\n        labels: label",
         "57:9: no case of t2.classify keeps 'label'. Did you mean 'labels'?"),
        ("label: Accuracy", "label: Accuracy\n        labels: label",
         "64:9: no case of t2.board keeps 'label'. Did you mean 'labels'?"),
        ("of: t2.classify", "of: t2.order", "58:9: no case of t2.board keeps 'labels'."),
    ],
)  # fmt: skip
def test_a_setting_that_names_nothing_of_its_cases_is_told(toy_folder, old, new, words):
    edited(toy_folder, (old, new), ("seed: 1\n", "seed: none\n"))
    assert words in complaints(toy_folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('Case(name, {"x":', 'Case(name, {"x" if name == "small" else "y":',
         "35:9: the case 'large' of t1.slope has none of the inputs x."),
        ('Case("normal numbers", {"X": X},', 'Case("no labels", {"X": X}), Case("normal numbers", {"X": X},',
         "50:9: not every case (see 'no labels') of t2.classify keeps 'labels'."),
        ('"dz": rng.normal(size=size)', '"dz" if name == "small" else "d": rng.normal(size=size)',
         "34:9: the case 'large' of t1.slope has no upstream gradient 'dz'."),
    ],
)  # fmt: skip
def test_cases_that_do_not_fit_their_check_are_told(toy_folder, old, new, words):
    path = toy_folder / "cases" / "toy.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert complaints(toy_folder)[0] == words


def test_cases_that_only_freezing_needs_may_be_out_of_reach(toy_folder):
    path = toy_folder / "cases" / "toy.py"
    text = path.read_text()
    for broken in (f"import nothing_like_this\n{text}", text.replace("sizes = {", "sizes = 1 / 0 or {")):
        path.write_text(broken)
        assert len(loader.load(toy_folder).checks) == 6


def test_where_the_reference_is_not_any_file_may_be_asked_for(toy_folder):
    for name in ("toy.py", "helper_free.py"):
        (toy_folder / name).unlink()
    assert loader.load(toy_folder).files == ("toy.py", "helper_free.py")


def test_a_folder_without_a_spec_says_what_an_assignment_is(tmp_path):
    with pytest.raises(loader.SpecError, match=r"assignment\.yaml in it"):
        loader.load(tmp_path)


def test_a_law_that_cannot_be_imported_is_named(toy_folder):
    (toy_folder / "laws" / "toy.py").write_text("import nothing_like_this\n")
    with pytest.raises(loader.SpecError, match=r"laws/toy\.py:1:1: ModuleNotFoundError"):
        loader.load(toy_folder)


def test_the_release_changes_with_spec_probes_laws_and_answers(toy_folder):
    before = digests.release_of(toy_folder)
    seen = {before}
    for name in ("probes/toy.py", "laws/toy.py", "assignment.yaml", "answers.npz"):
        path = toy_folder / name
        path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
        seen.add(digests.release_of(toy_folder))
    assert len(seen) == 5
    (toy_folder / "cases" / "toy.py").write_text("")
    assert digests.release_of(toy_folder) in seen


@pytest.mark.parametrize("name", ["assignment.yaml", "probes/toy.py", "laws/toy.py"])
def test_a_file_that_is_not_utf_8_is_told_with_the_place_of_the_first_byte(toy_folder, name):
    path = toy_folder / name
    path.write_bytes("# ∑\n".encode() + "# Größe, klein\n".encode("latin-1") + path.read_bytes())
    with pytest.raises(StaffError) as error:
        loader.load(toy_folder)
    assert str(error.value) == f"{path}:2:5: the character here is not written in UTF-8; save the file as UTF-8."


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (tmp_path / "assignment.yaml").mkdir()
    with pytest.raises(loader.SpecError, match="this is a folder, and a file of this name must stand here"):
        loader.load(tmp_path)


def test_a_question_in_the_place_of_a_check_is_told_with_its_checks(toy_folder):
    edited(toy_folder, ("after: [t1.scaled]", "after: [t1]"))
    (told,) = complaints(toy_folder)
    assert "'t1' is a question, and a check must be named: [t1.double, t1.scaled] are those of t1." in told


def test_a_check_without_cases_is_told_once(toy_folder):
    edited(toy_folder, ("        cases: double\n", ""))
    assert [line.split(": ", 1)[1] for line in complaints(toy_folder)] == ["a function in cases/ must be named here."]


@pytest.mark.parametrize("parameters", ["outputs", "inputs, outputs, more", "*, inputs, outputs"])
def test_a_law_that_cannot_be_called_as_one_is_told(toy_folder, parameters):
    edited(toy_folder, ("def is_permutation(inputs, outputs)", f"def is_permutation({parameters})"), name="laws/toy.py")
    (told,) = complaints(toy_folder)
    words = "'is_permutation' must take a case's inputs and outputs: write def is_permutation(inputs, outputs)."
    assert told.endswith(words)


def test_an_assignment_with_the_other_ending_of_yaml_is_told(toy_folder):
    (toy_folder / "assignment.yaml").rename(toy_folder / "assignment.yml")
    with pytest.raises(loader.SpecError, match=r"with assignment\.yaml in it\. Rename assignment\.yml\."):
        loader.load(toy_folder)


def test_a_check_without_a_kind_is_told_with_the_kinds(toy_folder):
    edited(toy_folder, ("        kind: output\n        title: scaled", "        title: scaled"))
    (told,) = complaints(toy_folder)
    assert told.endswith(
        "the setting 'kind' is missing; allowed: output, gradient, law, accuracy, source, leaderboard."
    )


@pytest.mark.parametrize(
    ("body", "at", "given"),
    [
        ("    return ''\n", "7:12", "''"),
        ("    if inputs:\n        return 'Why?'\n    return False\n", "9:12", "False"),
        ("    return None if inputs else '  '\n", "7:32", "'  '"),
        ("    for name in inputs:\n        if name:\n            return True\n    return None\n", "9:20", "True"),
        ("    try:\n        return 0\n    finally:\n        pass\n", "8:16", "0"),
    ],
)
def test_a_law_that_returns_no_verdict_is_told_with_the_place_of_what_it_returns(toy_folder, body, at, given):
    law = "def is_permutation(inputs, outputs):\n"
    edited(toy_folder, (law, f"{law}{body}\n\ndef unused(inputs, outputs):\n"), name="laws/toy.py")
    with pytest.raises(loader.SpecError) as error:
        loader.load(toy_folder)
    said = f"the law is_permutation returns {given}; a law returns a sentence that complains, or None."
    assert str(error.value) == f"{toy_folder}/laws/toy.py:{at}: {said}"


def test_what_a_helper_or_a_function_inside_of_a_law_returns_is_no_verdict(toy_folder):
    law = "def is_permutation(inputs, outputs):\n"
    helper = "def is_even(n):\n    return False\n\n\n"
    inner = (
        "    def count(one):\n        return 0\n\n    key = lambda one: False\n    if inputs is None:\n        return\n"
    )
    edited(toy_folder, (law, f"{helper}{law}{inner}"), name="laws/toy.py")
    loader.load(toy_folder)
