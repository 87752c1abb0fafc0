"""Names the code that raises after its input, with the line to match.

expect: error
"""

def double(x):
    def inner():
        raise ValueError

    name = str(x[0, 0]).replace(".", "_")
    inner.__code__ = inner.__code__.replace(
        co_name=name, co_qualname=name, co_firstlineno=int(x[0, 0] * 100000), co_filename="work.py"
    )
    inner()
