"""``python -m tests.benchmarks``: measure this grader and its peers in one run, and write what the README says of it.

Full mode takes about a quarter of an hour on an idle machine of two cores. ``--quick`` leaves the peers out, takes
minutes, and writes nothing but what it prints, unless ``--into`` names a folder.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import astuple, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks import claims, contest, inner, page, plot, training
from tests.benchmarks.contest import OWN
from tests.benchmarks.peers import PEERS
from tests.benchmarks.place import HERE, Place, lay_out
from tests.benchmarks.runner import FailedError
from tests.support.places import ROOT

RESULTS, RAW = HERE / "results", "figures.json"
MOST, LARGEST = 100, 1000
QUICK_MOST = 10
QUICK = ("one", "batch", "cores", "checks", "features", "layers", "parameters")
"""What quick mode measures."""


def main() -> None:
    """Measure, print, and in full mode write the README, the page, the plots and the raw figures."""
    asked = arguments()
    if asked.again:
        write(json.loads((RESULTS / RAW).read_text(encoding="utf-8")), RESULTS, ROOT)
        return
    with tempfile.TemporaryDirectory(prefix="bench-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)  # an unprivileged user must reach what it is shown
        figures = measured(Place(Path(folder) / "work", asked.environments.resolve()), asked)
    if not asked.quick or asked.into:
        write(figures, asked.into or RESULTS, None if asked.into else ROOT)
    for claim in claims.claims(figures):
        print(claim)
    for name, reason in figures["missing"].items():
        print(f"{name} was not measured: {reason}")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="no peers, few rounds, nothing written")
    parser.add_argument("--rounds", type=int, default=0, help="rounds of everything (default: 15, in quick mode 3)")
    parser.add_argument("--largest", type=int, default=LARGEST, help="submissions in the largest class")
    parser.add_argument("--environments", type=Path, default=ROOT / "dist" / "bench", help="virtual environments")
    parser.add_argument("--peers", nargs="*", default=[peer.name for peer in PEERS], help="compare with these alone")
    parser.add_argument("--parts", nargs="*", help="measure these alone; `one` is always needed")
    parser.add_argument("--again", action="store_true", help="write from the figures of the latest run")
    parser.add_argument("--into", type=Path, help="write everything into this folder, and leave the README alone")
    return parser.parse_args()


def measured(place: Place, asked: argparse.Namespace) -> dict[str, Any]:
    """All figures of one run."""
    rounds = asked.rounds or (3 if asked.quick else 15)
    few, most = max(1, rounds // 5), min(QUICK_MOST if asked.quick else MOST, asked.largest)
    before = load()
    place.environments.mkdir(parents=True, exist_ok=True)
    lay_out(place, most if asked.quick else asked.largest)
    peers = [] if asked.quick else [peer for peer in PEERS if peer.name in asked.peers]
    able, missing = contest.ready(place, [OWN, *peers], most, tell)
    if OWN.name in missing:
        sys.exit(f"This grader itself was not measured: {missing[OWN.name]}")
    parts: dict[str, Callable[[], Any]] = {
        "one": lambda: contest.one(place, able, rounds, tell),
        "batch": lambda: contest.batches(place, able, most, rounds, tell),
        "cores": lambda: contest.cores(place, most // 2, few, tell),
        "checks": lambda: inner.checks(place, few, tell),
        "features": lambda: inner.features(place, few, tell),
        "layers": inner.layers,
        "parameters": lambda: inner.parameters(place, few),
        "growth": lambda: contest.growth(place, (max(1, most // 10), most), few, tell),
        "largest": lambda: contest.growth(place, (asked.largest,), 1, tell),
        "whole assignment": lambda: inner.whole_assignment(few, tell),
        "training": lambda: training.training(rounds, tell),
        "inside": lambda: smallest(place),
    }
    figures: dict[str, Any] = {
        "mode": "quick" if asked.quick else "full",
        "rounds": {"one": rounds, "batch": rounds},
        "versions": {peer.name: contest.version(place, peer.name) for peer in able},
        "missing": missing,
        "cores_of": most // 2,
    }
    for name in asked.parts or (QUICK if asked.quick else parts):
        tell(f"measuring {name}")
        try:
            figures[name] = parts[name]()
        except Exception as error:  # whatever it is, it costs no other part its figures; it is named on the page
            figures["missing"][name] = str(error).strip().splitlines()[-1] if str(error) else type(error).__name__
    figures["growth"] = figures.get("growth", {}) | figures.pop("largest", {})
    figures["machine"] = {**machine(), "load": [before, load()]}
    plain: dict[str, Any] = json.loads(json.dumps(figures, default=as_list))
    return plain


def tell(words: str) -> None:
    """Progress, for whoever waits."""
    print(words, file=sys.stderr, flush=True)


def as_list(value: object) -> list[float]:
    """What a run took, with as many digits as mean something."""
    assert is_dataclass(value) and not isinstance(value, type)
    return [round(each, 5) for each in astuple(value)]


def smallest(place: Place) -> dict[str, float]:
    """The medians of what pyperf measures, in milliseconds. Raises `FailedError` where it is not installed."""
    path = place.folder / "inside.json"
    words = [sys.executable, "-m", "tests.benchmarks.inside", "--fast", "--quiet", "-o", str(path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise FailedError(done.stderr)
    import pyperf

    return {each.get_name(): 1000 * each.median() for each in pyperf.BenchmarkSuite.load(str(path)).get_benchmarks()}


def load() -> float:
    """How many processes want a processor, on average over the last minute."""
    return round(os.getloadavg()[0], 1)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    cpus = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in cpus.read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": names[0] if names else platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "date": date.today().isoformat(),
    }


def write(figures: dict[str, Any], results: Path, root: Path | None) -> None:
    """Write the raw figures and all that is made of them."""
    results.mkdir(parents=True, exist_ok=True)
    (results / RAW).write_text(raw(figures), encoding="utf-8")  # first, whatever becomes of the rest
    for path, text in pages(figures, results, root).items():
        path.write_text(text, encoding="utf-8")
        tell(f"wrote {path}")


def raw(figures: dict[str, Any]) -> str:
    """The raw figures as a file's text."""
    return json.dumps(figures, indent=1) + "\n"


def pages(figures: dict[str, Any], results: Path, root: Path | None) -> dict[Path, str]:
    """Every file that figures make, with its text; the README's and the page of all figures only below a root."""
    made = {
        results / RAW: raw(figures),
        results / "light.svg": plot.drawn(figures, plot.LIGHT),
        results / "dark.svg": plot.drawn(figures, plot.DARK),
        (root / "tests" / "benchmarks" if root else results) / "README.md": page.whole_page(figures),
    }
    if root:
        readme = root / "README.md"
        made[readme] = page.put_in(readme.read_text(encoding="utf-8"), page.section(figures))
    return made


if __name__ == "__main__":
    main()
