"""The benchmarks' own tests; the peers' files are theirs to run."""

collect_ignore = ["peer_files"]
