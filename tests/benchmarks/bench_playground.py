"""What a frame of the playground costs, and how many a second reach a real Chromium.

    python tests/benchmarks/bench_playground.py [SECONDS]

One epoch of training, a field and every unit's own field are one frame. First the processor time of the student's
process for each frame, as a median, for networks of several sizes; then the frames a second that Chromium draws, and
the time from opening the page to its first picture. The rate is that of this machine as it is now, with what else it
does; on an idle machine of two cores it should be 30 or more, and the first picture should stand within 2 s.

Memory is that of the student's process, of the server in this process, and of the page's scripts, before and after: in
600 SECONDS it should grow by no more than in 5.
"""

from __future__ import annotations

import os
import statistics
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from autograder.playground.folder import StudentFolder
from autograder.playground.process import StudentProcess
from autograder.playground.server import application, door, server
from tests.support.browser import chromium
from tests.support.places import SOLUTION

FRAMES = 300
NETWORKS = ([16], [8, 8], [16, 16], [16, 16, 16, 16])
WARM_SECONDS = 10
"""So long the page trains before it is measured: Python, numpy and Chromium have then filled their caches."""


@dataclass(frozen=True)
class Drawn:
    """What a browser saw; ``grown`` are kB, for the student's process, the server and the page."""

    first_picture: float
    frames_a_second: float
    grown: dict[str, int]


def main(seconds: float) -> None:
    """Measure, and print."""
    folder = StudentFolder(SOLUTION)
    for layers in NETWORKS:
        cost, grown = frame_cost(folder, layers)
        name = "-".join(map(str, [2, *layers, 2]))
        print(f"{name}: {cost:.2f} ms of processor time a frame; memory grew by {grown} kB in {FRAMES} frames")
    seen = drawn(folder, seconds)
    print(f"Chromium: {seen.frames_a_second:.0f} frames a second; first picture after {seen.first_picture:.2f} s")
    print(f"kB of memory more after {seconds:g} s:", ", ".join(f"{name} {kb}" for name, kb in seen.grown.items()))


def frame_cost(folder: StudentFolder, layers: list[int]) -> tuple[float, int]:
    """The median milliseconds of a frame, and by how many kB the process grew over the second half of them."""
    process = StudentProcess(folder.files(), folder.adapter)
    try:
        process.ask({"do": "start", "settings": {"data": "circle", "layers": layers, "share": 50}})
        costs, sizes = [], []
        for _ in range(2 * FRAMES):
            costs.append(process.ask({"do": "train", "epochs": 1}).told["cpu_ms"])
            sizes.append(resident(process.pid))
        return statistics.median(costs), sizes[-1] - sizes[FRAMES]
    finally:
        process.end()


def resident(pid: int) -> int:
    """The kB of memory that a process holds; 0 where the system does not tell."""
    path = Path(f"/proc/{pid}/status")
    return int(path.read_text(encoding="ascii").split("VmRSS:")[1].split()[0]) if path.exists() else 0


def drawn(folder: StudentFolder, seconds: float) -> Drawn:
    """Frames a second in a browser, the seconds to the first picture, and what grew meanwhile."""
    entrance = door()
    running = server(application(folder, entrance))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [entrance.socket]}, daemon=True)
    thread.start()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        began = perf_counter()
        page.goto(entrance.address)
        page.wait_for_selector("#scenes input", state="attached")
        first = perf_counter() - began
        page.click("#play")
        page.wait_for_timeout(1000 * WARM_SECONDS)
        memory, before, began = held(page), int(page.inner_text("#at-epoch")), perf_counter()
        page.wait_for_timeout(1000 * seconds)
        rate = (int(page.inner_text("#at-epoch")) - before) / (perf_counter() - began)
        grown = {name: kb - memory[name] for name, kb in held(page).items()}
    running.should_exit = True
    thread.join(10)
    return Drawn(first, rate, grown)


def held(page: Any) -> dict[str, int]:
    """The kB that the student's process, this one and the page's scripts hold now."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"] // 1024
    session.detach()
    return {"student's process": sum(map(resident, students())), "server": resident(os.getpid()), "page": heap}


def students() -> list[int]:
    """The processes with students' code that this one has started."""
    children = [path.read_text(encoding="ascii").split() for path in Path("/proc/self/task").glob("*/children")]
    numbers = [int(number) for task in children for number in task]
    return [number for number in numbers if b"launch.py" in Path(f"/proc/{number}/cmdline").read_bytes()]


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5)
