"""Returns a list that says something else each time it is asked.

expect: failed
"""


class Liar(list):
    def __iter__(self):
        return iter([[0, 0, 0], [0, 0, 0]])

    def __len__(self):
        return 2

    def __eq__(self, other):
        return True


def double(x):
    return Liar([[1, 2, 3], [4, 5, 6]])
