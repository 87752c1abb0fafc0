"""How the files are called."""


def nearest(student, X, centres):
    return {"labels": student.clusters.nearest(X, centres)}


def means(student, X, labels, k):
    return {"centres": student.clusters.means(X, labels, k)}


def kmeans(student, X, centres, steps):
    return {"centres": student.clusters.kmeans(X, centres, steps)}


def costs(student, X, centres):
    found = [centres, *(student.clusters.kmeans(X, centres, steps) for steps in (1, 2))]
    return {"costs": [((X[:, None] - one) ** 2).sum(axis=2).min(axis=1).sum() for one in found]}


def centred(student, X):
    return {"centred": student.components.centred(X), "X": X}


def components(student, X):
    return {"directions": student.components.components(X, 2)}
