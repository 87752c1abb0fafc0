"""Never finishes becoming an array.

expect: error
needs: clock
"""


class Endless(list):
    def __iter__(self):
        while True:
            yield 1.0

    def __len__(self):
        while True:
            pass


def double(x):
    return [Endless([1.0]), Endless([2.0])]
