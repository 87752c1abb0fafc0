"""The values that flow through a grading, in the order they appear.

A staff-written *probe* calls student code on a *case*; the sandbox returns what it *observed*; a *check* judges that
against the frozen *answer* and gives a *verdict*; the verdicts make a *report*. Everything here is frozen and plain.
"""

from autograder.records.assignment import (
    AnswerKey,
    Assignment,
    Carried,
    Check,
    Leaderboard,
    Limits,
    Policy,
    Question,
    Visibility,
)
from autograder.records.calls import EVERYTHING, Allowed, Call, CallOutcome, Error, Fault, Observation, Transcript
from autograder.records.cases import Case, Outputs, Rng, Value
from autograder.records.contest import Contest, ContestTask, RewardRules
from autograder.records.hand_ins import RESULT_SUFFIXES, ClassFolder, HandIn, OpenHandIn, Person
from autograder.records.laws import Law, Laws, PromptFunction, Prompts
from autograder.records.progress import Progress, silent
from autograder.records.report import DueDate, Lateness, Line, Ranking, Report
from autograder.records.submissions import NOT_GIVEN, Previous, SlipDays, Submission, SubmissionInfo
from autograder.records.verdicts import NOT_REACHED, Diagnosis, Status, Verdict

__all__ = [
    "EVERYTHING",
    "NOT_GIVEN",
    "NOT_REACHED",
    "RESULT_SUFFIXES",
    "Allowed",
    "AnswerKey",
    "Assignment",
    "Call",
    "CallOutcome",
    "Carried",
    "Case",
    "Check",
    "ClassFolder",
    "Contest",
    "ContestTask",
    "Diagnosis",
    "DueDate",
    "Error",
    "Fault",
    "HandIn",
    "Lateness",
    "Law",
    "Laws",
    "Leaderboard",
    "Limits",
    "Line",
    "Observation",
    "OpenHandIn",
    "Outputs",
    "Person",
    "Policy",
    "Previous",
    "Progress",
    "PromptFunction",
    "Prompts",
    "Question",
    "Ranking",
    "Report",
    "RewardRules",
    "Rng",
    "SlipDays",
    "Status",
    "Submission",
    "SubmissionInfo",
    "Transcript",
    "Value",
    "Verdict",
    "Visibility",
    "silent",
]
