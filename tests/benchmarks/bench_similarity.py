"""What it costs to compare a class with itself: 1,000 submissions, each several files.

    python tests/benchmarks/bench_similarity.py [COUNT]

Prints processor seconds for reading the files and for comparing them, beside the number of files, pairs and steps.
The submissions are right variants, each written otherwise at random; making them is not counted.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from time import process_time  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from autograder.batch.similarity import similar  # noqa: E402
from autograder.batch.similarity_tokens import text_of, tokens  # noqa: E402
from tests.batch.corpus import class_of, skeleton  # noqa: E402


def main(count: int) -> None:
    """Read all files once, then compare all submissions, which reads them again."""
    works, known = list(class_of(count)), skeleton()
    start = process_time()
    sizes = [len(tokens(text_of(data)).kinds) for work in works for data in work.files.values()]
    read = process_time() - start
    start = process_time()
    found = similar(works, known)
    whole = process_time() - start
    lines = sum(data.count(b"\n") for work in works for data in work.files.values())
    print(f"{count:,} submissions, {len(sizes):,} files, {lines:,} lines, {sum(sizes):,} tokens")
    print(f"reading    {read:6.2f} s of processor time")
    print(f"comparing  {whole:6.2f} s, reading included (at most 10 for 1,000 files)")
    print(f"           {count * (count - 1) // 2:,} pairs, {found.steps:,} steps, {len(found.pairs):,} pairs listed")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
