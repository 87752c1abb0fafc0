"""The runner of the benchmarks, and what the README says of their figures."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.benchmarks import claims, contest, inner, page, peers, proof
from tests.benchmarks.__main__ import RAW, RESULTS, pages
from tests.benchmarks.peers import Peer
from tests.benchmarks.place import Place, lay_out, student_code
from tests.benchmarks.runner import Command, FailedError, Ratio, Taken, in_turns, run
from tests.support import warm
from tests.support.places import ROOT

BUSY = "sum(range(20_000_000))"


def test_everything_that_is_said_of_figures_is_made_of_the_raw_ones() -> None:
    if not (RESULTS / RAW).exists():
        assert f"{page.BEGIN}\n{page.END}" in (ROOT / "README.md").read_text(encoding="utf-8")
        return
    figures = json.loads((RESULTS / RAW).read_text(encoding="utf-8"))
    stale = [path for path, text in pages(figures, RESULTS, ROOT).items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make bench`, or `python -m tests.benchmarks --again` to write from the same figures"


def test_a_claim_is_made_only_where_every_round_bears_it_out() -> None:
    sure, unsure, wrong = Ratio.of([1, 2], [4, 4]), Ratio.of([2, 6], [4, 4]), Ratio.of([6, 8], [4, 4])
    told = [claims.Claim("A against B", ratio, 1).verdict for ratio in (sure, unsure, wrong)]
    assert told == ["reached", "reached in some rounds only", "not reached"]


def test_what_the_floor_comes_to_stands_beside_a_claim() -> None:
    claim = claims.Claim("A against B", Ratio.of([6, 8], [4, 4]), 1, Ratio.of([5, 6], [4, 4]))
    assert str(claim).endswith(
        "is not reached. A fork for each check with no wall comes to 1.38 times (rounds: 1.25 to 1.5)."
    )


def test_a_ratio_is_taken_within_each_round() -> None:
    assert Ratio.of([1, 10, 100], [2, 20, 200]) == Ratio(0.5, 0.5, 0.5)


def test_commands_take_turns_and_the_order_is_reversed_each_round() -> None:
    said: list[str] = []

    def measure(name: str) -> Taken:
        said.append(name)
        return Taken(1, 1, 1)

    taken = in_turns({"A": lambda: measure("A"), "B": lambda: measure("B")}, 2, lambda words: None)
    assert said == ["B", "A", "A", "B", "B", "A"]
    assert [len(runs) for runs in taken.values()] == [2, 2]


def test_what_a_command_starts_is_counted_and_what_it_leaves_behind_is_ended(tmp_path: Path) -> None:
    idle = run(Command([sys.executable, "-c", "pass"], tmp_path))
    started = run(Command(["bash", "-c", f"{sys.executable} -c '{BUSY}'"], tmp_path))
    left = run(
        Command(["bash", "-c", f"{sys.executable} -c '{BUSY}; input()' < <(sleep 60) & sleep 60 & exit 0"], tmp_path)
    )
    assert started.processor > idle.processor and started.peak_mb > 1
    assert left.wall < 60


def test_a_command_that_fails_is_no_figure_but_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="out of order"):
        run(Command(["bash", "-c", "echo out of order; exit 1"], tmp_path))


def test_a_peer_that_cannot_take_part_is_named_with_the_reason(tmp_path: Path) -> None:
    place = Place(tmp_path / "work", tmp_path)
    (tmp_path / "work").mkdir()
    for name in ("broken", "nowhere"):
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "bin" / "python").touch()
        (tmp_path / name / "ready").touch()
    words = {"broken": ["bash", "-c", "echo no module named so; exit 1"], "nowhere": ["/there/is/no/such/program"]}
    able, missing = contest.ready(
        place,
        [
            Peer(
                name,
                [],
                lambda place, many: None,
                lambda place, many, name=name: Command(words[name], tmp_path),
                "",
                "",
            )
            for name in words
        ],
        1,
        lambda words: None,
    )
    assert able == [] and set(missing) == set(words)
    assert "no module named so" in missing["broken"] and "no such" in missing["nowhere"].lower()


def test_a_grader_that_gives_a_right_submission_fewer_points_takes_no_part(tmp_path: Path) -> None:
    place = Place(tmp_path, tmp_path)
    for score, told in ((12, ""), (11, "it gave a right submission 11 of 12 points")):
        (tmp_path / "results.json").write_text(json.dumps({"tests": [{"score": score}, {"name": "no score"}]}))
        assert proof.problem(place, "autograder") == told


def test_every_peer_is_given_the_same_twelve_checks(tmp_path: Path) -> None:
    place = Place(tmp_path / "work", tmp_path)
    lay_out(place, 1)
    from tests.benchmarks.notebooks import checks, otter_tests, with_tests

    names = checks(place)
    assert len(names) == 12
    written = [path for path in peers.FILES.rglob("*.py") if "def test_" in path.read_text() or "check50" in str(path)]
    texts = [otter_tests(place), str(with_tests(place)), *(path.read_text() for path in written)]
    assert len(texts) == 6 and all(name in text for text in texts for name in names)
    run(
        Command(
            [sys.executable, "bare.py"], place.common, extra={"PYTHONPATH": f"{place.common}:{place.submission(0)}"}
        )
    )


def test_the_floor_judges_and_says_how_many_checks_failed(tmp_path: Path) -> None:
    place = Place(tmp_path / "work", tmp_path)
    lay_out(place, 2)
    words = [sys.executable, "floor.py", str(place.submission(0)), str(place.submission(1))]
    run(Command(words, place.common))
    work = place.submission(1) / "work.py"
    work.write_text(work.read_text().replace("np.tanh(X)", "np.tanh(2 * X)"))
    with pytest.raises(FailedError):
        run(Command(words, place.common))


def test_the_student_s_code_is_the_reference_as_one_file() -> None:
    code = student_code()
    assert "class NLayerNetwork" in code and "class LinearGate" in code and "from layers import" not in code


@pytest.mark.slow
def test_every_feature_has_a_price_and_the_reference_s_calls_run_in_one_plain_process(tmp_path: Path) -> None:
    place = Place(tmp_path / "work", tmp_path)
    lay_out(place, 1)
    place.folder.chmod(0o755)
    done = warm.run("freeze", "--assignment", place.staff, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    prices = inner.features(place, 1, lambda words: None)
    assert {name for name, [taken] in prices.items() if taken.wall > 0} == {
        "walled", "without a wall", "results.json", "recognition"
    }  # fmt: skip
    with inner.own_calls() as (_, calls):
        assert len(calls()) > 500
