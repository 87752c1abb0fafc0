"""What Python itself says of code that does not load, or of a call that does not fit; ``{}`` is a gap."""

SENTENCES = """
{} object does not support item assignment
{} object has no attribute {}
{} object is not callable
{} object is not iterable
{} object is not subscriptable
{} was never closed
{}() got an unexpected keyword argument {}
{}() got an unexpected keyword argument {}. Did you mean {}?
{}() got multiple values for argument {}
{}() missing {} required keyword-only argument: {}
{}() missing {} required keyword-only arguments: {}
{}() missing {} required positional argument: {}
{}() missing {} required positional arguments: {}
{}() takes from {} to {} positional arguments but {} were given
{}() takes no arguments
{}() takes no keyword arguments
{}() takes {} positional argument but {} were given
{}() takes {} positional arguments but {} was given
{}() takes {} positional arguments but {} were given
'await' outside async function
'await' outside function
'break' outside loop
'continue' not properly in loop
'return' outside function
'return' with value in async generator
'yield' outside function
Generator expression must be parenthesized
Missing parentheses in call to {}. Did you mean {}(...)?
attempted relative import with no known parent package
cannot assign to {}
cannot assign to {} here. Maybe you meant '==' instead of '='?
cannot assign to {} because it is immutable
cannot delete {}
cannot import name {} from partially initialized module {} (most likely due to a circular import) ({})
cannot import name {} from {} ({})
cannot import name {} from {} (unknown location)
cannot mix bytes and nonbytes literals
cannot unpack non-iterable {} object
closing parenthesis {} does not match opening parenthesis {}
closing parenthesis {} does not match opening parenthesis {} on line {}
default 'except:' must be last
did you forget parentheses around the comprehension target?
division by zero
duplicate argument {} in function definition
expected an indented block
expected an indented block after {} definition on line {}
expected an indented block after {} statement on line {}
expected 'except' or 'finally' block
expected {}
expression cannot contain assignment, perhaps you meant "=="?
f-string: empty expression not allowed
f-string: expecting {}
f-string: invalid syntax
f-string: unmatched {}
from __future__ imports must occur at the beginning of the file
import * only allowed at module level
inconsistent use of tabs and spaces in indentation
invalid character {} ({})
invalid decimal literal
invalid hexadecimal literal
invalid imaginary literal
invalid non-printable character {}
invalid octal literal
invalid syntax
invalid syntax. Maybe you meant '==' or ':=' instead of '='?
invalid syntax. Perhaps you forgot a comma?
keyword argument repeated: {}
leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
list index out of range
maximum recursion depth exceeded
module {} has no attribute {}
multiple exception types must be parenthesized
name {} is assigned to before global declaration
name {} is assigned to before nonlocal declaration
name {} is not defined
name {} is parameter and global
name {} is used prior to global declaration
named arguments must follow bare *
no binding for nonlocal {} found
non-default argument follows default argument
not enough values to unpack (expected {}, got {})
object of type {} has no len()
only single target (not {}) can be annotated
parameter without a default follows parameter with a default
partially initialized module {} has no attribute {} (most likely due to a circular import)
positional argument follows keyword argument
positional argument follows keyword argument unpacking
source code cannot contain null bytes
too many nested parentheses
too many statically nested blocks
too many values to unpack (expected {})
trailing comma not allowed without surrounding parentheses
unexpected EOF while parsing
unexpected character after line continuation character
unexpected indent
unindent does not match any outer indentation level
unmatched {}
unsupported operand type(s) for {}: {} and {}
unterminated f-string literal (detected at line {})
unterminated string literal (detected at line {})
unterminated triple-quoted f-string literal (detected at line {})
unterminated triple-quoted string literal (detected at line {})
'{}' is an illegal expression for augmented assignment
""".strip().splitlines()
