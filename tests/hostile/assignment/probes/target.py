"""How the target is called."""


def double(student, x):
    return {"y": student.work.double(x)}


def triple(student, x):
    return {"y": student.neighbour.triple(x)}
