"""What Python's and numpy's error messages mean, in a learner's words.

`by_line` reads the type of an exception and the line, both of which a hidden check may show. `by_message` reads the
message as well, which may hold an input, so that its sentence is for public checks.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from autograder.records import Error

SELF = (
    "Python passes the object as a method's first argument, but this method does not list `self` first: "
    "`def {name}(self{rest})`."
)
INIT = "Python calls `__init__` when an object is made, with two underscores on either side; it never calls `{name}`."
POWER = "In Python ^ is not exponentiation: write ** instead."
RECURSION = (
    "A function calls itself, or two call each other, over and over. What makes it stop? For many steps use a loop: it "
    "has no depth limit."
)

_DEF = re.compile(r"(?:async\s+)?def\s+(\w+)\s*\(\s*(\w*)")
_ATTRIBUTE = re.compile(r"'(?P<owner>\w+)' object has no attribute '(?P<name>\w+)'")
_NOT_CALLABLE = re.compile(r"'(?:\w+\.)*(\w+)' object is not callable")
_IN_PLACE = re.compile(r"[^=!<>]\s*[-+*/]=")
_INIT_LIKE = re.compile(r"(?!__init__\b)_{0,3}(?:init|int|inti|inint|innit|ini)_{0,3}$")

_UNFIT = re.compile(r"\(\) (?:missing \d+ required|takes (?:from \d+ to )?\d+ positional|got an unexpected keyword)")
_NAME = re.compile(r"name '(\w+)' is not defined")
OF_NUMPY = "numpy's own function of that name is `np.{name}`."
KEPT = (
    "Inside a method, attributes of the object need the prefix `self.`: write `self.{name}` here, and "
    "`self.{name} = ...` in the method that computes it."
)
SPELT = "Is the name spelt the same way where it is assigned, and is it assigned in this function before this line?"

OF_A_CELL = (
    "A cell that runs something outside of a function is left out when a notebook is read, and the names that it sets "
    "have no value then. Is {name} set by a plain value, or in the function that uses it?"
)

ASKED = "The check asks {owner} for `{name}`, and your class has no method or attribute of that name."
ASKED_OF_NONE = "The check asks for `{name}` of what your code gave, and that is None: is a return missing?"
ASKED_OF_PLAIN = "The check asks for `{name}` of what your code gave, and that is only of the kind {owner}."

CALLED = (
    "Something of yours that the check calls is of the kind {kind}, and no function or method: does an attribute take "
    "a method's place, as `self.loss = 0` would?"
)

NONE = (
    "Something on this line is None. A function that ends without `return` gives None, and an attribute stays None "
    "until something else is assigned to it."
)
SINGLE = "A single number stands where this line needs several, such as an array or a list."
LISTS = (
    "A list is not an array: + joins lists, * repeats them. Make an array of it with np.array(...), or select the "
    "entry you mean."
)
BOTH_SIDES = "Entry by entry, two arrays fit where their shapes are equal, counted from the right, or one length is 1"
PAIR = "x[i, j] is for arrays; of a list of lists it is x[i][j]. np.array(...) makes an array of a list."
INDEX = "An index must be a whole number; `/` gives a float, `//` a whole number."
CALL = "Round brackets call a function, square brackets pick an entry; and a * may be missing before the bracket."
ONE_NUMBER = "This needs a single number and got an array. For arrays numpy has functions of its own, such as np.exp."

IN_PLACE = (
    "The array on the left cannot take the result in place, because an integer array cannot store fractions: make it "
    "a float array, or write `a = a - b`."
)
ZIPPED = "The sequences given to zip have different lengths: print the length of each."
UNPACKED = (
    "The number of names on the left differs from the number of values on the right. `[dX] = ...` takes the one entry "
    "out of a list of one; of an array it takes the rows."
)
KEY = (
    "A dictionary has nothing under the key that this line asks for. Is it stored under that very key, and before it "
    "is asked for?"
)
TABS = "Some lines begin with tabs and others with spaces: have your editor write four spaces for each tab."
OTHER_DEF = (
    "The check gives the arguments of the `def` that was handed out. Has this one lost an argument, or a default such "
    "as the `=1.0` of `x=1.0`, or gained one?"
)

MESSAGES: tuple[tuple[str, str], ...] = (
    # matrices and shapes
    (
        r"matmul: .*size (?P<right>\d+) is different from (?P<left>\d+)",
        "For A @ B, A must have as many columns as B has rows; here they are {left} and {right}. "
        "Is one of the two to be transposed (.T), or are they in the wrong order?",
    ),
    (
        r"matmul: Input operand \d does not have enough dimensions",
        "@ multiplies matrices and vectors, and one side is a single number: write * for it.",
    ),
    (
        r"shapes (?P<left>\(.*?\)) and (?P<right>\(.*?\)) not aligned",
        "For a matrix product, the left must have as many columns as the right has rows; the shapes are {left} and "
        "{right}. Is one of the two to be transposed (.T), or are they in the wrong order?",
    ),
    (
        r"operands could not be broadcast together with shapes \((?P<rows>\d+),(?P<columns>\d+)\) \((?P=rows),\)",
        BOTH_SIDES + "; ({rows},{columns}) and ({rows},) do not. A sum or a mean over axis 1 gives ({rows},); with "
        "keepdims=True it gives ({rows},1), which fits.",
    ),
    (
        r"operands could not be broadcast together with shapes (?P<left>\(.*?\)) (?P<right>\(.*?\))",
        BOTH_SIDES + "; {left} and {right} do not.",
    ),
    (
        r"could not broadcast input array from shape (?P<right>\(.*?\)) into shape (?P<left>\(.*?\))",
        "An array of shape {right} is put into a place of shape {left}. " + BOTH_SIDES + ".",
    ),
    (
        r"output operand with shape (?P<left>\(.*?\)) doesn't match the broadcast shape (?P<right>\(.*?\))",
        "The result has shape {right} and does not fit into the array on the left, of shape {left}: `a = a + b` makes "
        "a new array, `a += b` does not.",
    ),
    (
        r"all the input array dimensions|all the input arrays must have same number of dimensions|"
        r"all input arrays must have the same shape",
        "Arrays are put together only where their shapes agree along all other axes: print the shape of each.",
    ),
    (
        r"cannot reshape array of size (?P<size>\d+) into shape (?P<shape>\(.*?\))",
        "An array of {size} numbers cannot be given the shape {shape}, which holds another number of them.",
    ),
    (
        r"setting an array element with a sequence|inhomogeneous shape",
        "One entry of an array holds one number, and here it would be several; are the rows of different lengths?",
    ),
    (
        r"truth value of an(?: empty)? array",
        "`if`, `while`, `and`, `or` and `not` need one True or False, and got a whole array. Entry by entry it is & "
        "and |, or np.where; for all entries together np.all or np.any.",
    ),
    # None, numbers and lists
    (r"NoneType", NONE),
    (
        r"'(?:float|int|numpy\.float64|numpy\.int64|bool)' object is not (?:iterable|subscriptable)|"
        r"cannot unpack non-iterable (?:float|int|numpy\.\w+) object|"
        r"object of type '(?:float|int|numpy\.\w+)' has no len|iteration over a 0-d array|len\(\) of unsized object|"
        r"invalid index to scalar variable",
        SINGLE,
    ),
    (r"\^: |bitwise_xor", POWER),
    (
        r"unsupported operand type.*'(?:list|tuple)'|can't multiply sequence by non-int|"
        r"can only concatenate (?:list|tuple)",
        LISTS,
    ),
    (r"(?:list|tuple) indices must be integers or slices, not tuple", PAIR),
    (
        r"(?P<name>\w+\.\w+)\(\) takes (?P<has>\d+) positional arguments? but (?P<given>\d+) (?:was|were) given",
        "The call passes {given} arguments, but the method accepts {has}; the object itself, `self`, counts as one.",
    ),
    (
        r"(?P<owner>\w+)\.(?!__init__)\w+\(\) missing 1 required positional argument",
        "The call gives one argument too few, and the object itself counts as one. Is one left out, or is the method "
        "called on the class, `{owner}`, in place of an object, such as `{owner}()`?",
    ),
    (
        r"only integer scalar arrays|only integers, slices|indices must be integers|arrays used as indices must be|"
        r"'(?:numpy\.)?float(?:64)?' object cannot be interpreted as an integer|a single integer, got",
        INDEX,
    ),
    (
        r"only length-1 arrays|only 0-dimensional arrays|only size-1 arrays|must be real number, not (?:list|numpy)",
        ONE_NUMBER,
    ),
    (r"'(?:numpy\.)?(?:ndarray|float64|float|int|int64|list|tuple|dict)' object is not callable", CALL),
    (r"Cannot cast ufunc '?\w+'? output from dtype\('float64'\) to dtype\('u?int\d+'\)", IN_PLACE),
    (r"zip\(\) argument \d+ is (?:longer|shorter) than", ZIPPED),
    (r"(?:too many|not enough) values to unpack", UNPACKED),
    # names, places and arithmetic
    (
        r"index (?P<index>-?\d+) is out of bounds for axis \d+ with size (?P<size>\d+)",
        "Counting starts at 0, so an axis of length {size} has no entry {index}.",
    ),
    (r"too many indices for array: array is (?P<has>\d+)-dimensional, but (?P<given>\d+) were indexed",
     "The array has fewer axes ({has}) than the indices in the brackets ({given}): print its shape."),
    (r"(?:list|tuple|string) index out of range", "Counting starts at 0: the last entry of n has the index n - 1."),
    (
        r"cannot access local variable '(?P<name>\w+)'|local variable '(?P<old>\w+)' referenced before assignment",
        "The name is local to this function and is used before it is assigned: it is assigned further down, or in a "
        "branch that did not run.",
    ),
    (r"name 'np' is not defined", "numpy is not imported in this file: begin it with `import numpy as np`."),
    (r"name 'self' is not defined", "Only a method whose first argument is called `self` knows `self`."),
    (r"'(?:int|float|bool)' object has no attribute", "Only arrays have that, and this is a number: np.asarray(...)."),
    (r"'(?:list|tuple)' object has no attribute", LISTS),
    (
        r"'(?P<owner>\w+)' object has no attribute '(?P<name>\w+)'",
        "Nothing has set this attribute on the object so far: is its name spelt the same everywhere, with `self.` in "
        "front, and is it set before it is used?",
    ),
    (
        r"partially initialized module '(?P<name>\w+)'",
        "Two files import each other, so that one of them is not ready: which of the two can do without the other?",
    ),
    (r"math domain error", "A logarithm or a square root of a number for which there is none: is it 0 or negative?"),
    (r"math range error|Numerical result out of range|Result too large", "The result is too large for a float."),
    (
        r"unhashable type: '(?P<kind>\w+)'",
        "A {kind} cannot be a key of a dictionary, nor an entry of a set: is it the key that you mean, or something "
        "that holds it?",
    ),
    (r"division by zero", "Something on this line is divided by 0: which number can be 0 here?"),
)  # fmt: skip
"""What Python or numpy says, and what it means; the first that fits is shown."""

LOOKED_AT = 500
"""How much of a message is read: Python's and numpy's own are shorter, and the time it takes grows with its cube."""

TYPED: Mapping[str, str] = MappingProxyType({"RecursionError": RECURSION})


def names_a_definition(error: Error) -> bool:
    """Whether the line is where a function is defined that could not be called: nothing in it has run."""
    return not error.traceback and _DEF.match(error.text.strip()) is not None


def by_line(error: Error) -> str:
    """What an exception means that its type and its line tell; empty where they tell nothing."""
    if error.type in TYPED:
        return TYPED[error.type]
    line = error.text.strip()
    if error.type == "KeyError" and not line.startswith("raise"):
        return KEY
    if error.type == "UFuncTypeError" and _IN_PLACE.search(line):
        return IN_PLACE
    if error.type == "TabError":
        return TABS
    if error.type != "TypeError":
        return ""
    if names_a_definition(error) and (found := _DEF.match(line)):
        name, first = found.groups()
        if _INIT_LIKE.match(name):
            return INIT.format(name=name)
        if first not in ("self", "cls") and "." in error.function:
            return SELF.format(name=name, rest=", ..." if first else "")
    return POWER if re.search(r"(?<!\^)\^(?!\^)", line.partition("#")[0]) else ""


def by_message(error: Error) -> str:
    """What an exception means that its message tells; empty where nothing is known of it."""
    message = error.message[:LOOKED_AT]
    if not error.file and (asked := _ATTRIBUTE.search(message)):
        plain = asked["owner"] in vars(builtins) or asked["owner"] in vars(np)
        words = ASKED_OF_NONE if asked["owner"] == "NoneType" else ASKED_OF_PLAIN if plain else ASKED
        return words.format(**asked.groupdict())
    if not error.file and (called := _NOT_CALLABLE.search(message)):
        return CALLED.format(kind=called[1])
    if names_a_definition(error) and _UNFIT.search(message):
        return OTHER_DEF
    for pattern, sentence in MESSAGES:
        if found := re.search(pattern, message):
            return sentence.format(**found.groupdict())
    return _unknown_name(found.group(1), error) if (found := _NAME.search(message)) else ""


def _unknown_name(name: str, error: Error) -> str:
    """What to look for where a name has no value."""
    if callable(getattr(np, name, None)):
        return OF_NUMPY.format(name=name)
    in_a_method = "." in error.function and "<locals>" not in error.function
    words = KEPT if in_a_method else OF_A_CELL if error.place else SPELT
    return words.format(name=name)
