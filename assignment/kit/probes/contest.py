"""How a contest bot is called: it trains, then predicts."""

from probes.tools import Complaint, described


def bot_predictions(student, X, y, X_test, seconds, rng):
    predict = student.bot.train(X, y, rng, seconds)
    if not callable(predict):
        raise Complaint(f"train returned {described(predict)}, expected a function that maps examples to labels.")
    return {"labels": predict(X_test)}
