"""A slice of staff's code has what the public checks reach, and nothing else."""

from __future__ import annotations

from autograder.spec.slicing import sliced


def test_a_slice_keeps_what_is_reached_and_nothing_else():
    texts = {
        "a": '"""Doc."""\n\nimport math\nfrom p.b import help_me, other\n\nK = 2\nUNUSED = 3\n\n\n# why\n@deco\n'
        "def wanted(x):\n    return help_me(x) * K\n\n\ndef unwanted(x):\n    return math.pi * UNUSED + other(x)\n\n\n"
        "def deco(f):\n    return f\n",
        "b": "def help_me(x):\n    return x\n\n\ndef other(x):\n    return -x\n",
        "c": "def far(x):\n    return x\n",
    }
    kept = sliced("p", texts, ["wanted"])
    assert set(kept) == {"a", "b"}
    assert "from p.b import help_me\n" in kept["a"] and "# why\n@deco\ndef wanted" in kept["a"] and "K = 2" in kept["a"]
    for gone in ("unwanted", "UNUSED", "math", "other"):
        assert gone not in kept["a"] + kept["b"]


def test_what_does_not_mention_a_wanted_name_is_not_even_parsed():
    texts = {
        "a": "from p.b import far as near\n\ndef wanted():\n    return near()\n",
        "b": "def far():\n    return 1\n",
    }
    assert sliced("p", {**texts, "c": "this is no Python"}, ["wanted"]) == sliced("p", texts, ["wanted"])
    assert set(sliced("p", texts, ["wanted"])) == {"a", "b"}


def test_a_name_is_found_however_its_letters_are_written():
    ligature = "def \N{LATIN SMALL LIGATURE FI}t(x):\n    return x\n"  # to Python it is the name ``fit``
    assert sliced("p", {"a": ligature}, ["fit"]) == {"a": ligature}
