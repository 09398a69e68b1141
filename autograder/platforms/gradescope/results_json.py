"""A report → Gradescope's results.json, in the words of the student's page."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from autograder import names
from autograder.course import Assignment
from autograder.deadlines import in_words
from autograder.feedback.retelling import retold, reworded
from autograder.feedback.table import number, status_words
from autograder.languages import course_text, say
from autograder.platforms.gradescope.metadata import Metadata
from autograder.report import Outcome, Report, Status, TestResult

Results: TypeAlias = dict[str, object]  # what Gradescope reads, as JSON
_LONGEST = 100_000  # characters of an output, beyond which Gradescope takes out the middle


def results_of(report: Report, assignment: Assignment, about: Metadata) -> Results:
    """What Gradescope shows: public tests always, hidden ones when the assignment says.

    Where those are not visible yet, nothing else tells of them: no sum, no leaderboard, no word about both.
    """
    if report.status == Status.ERROR:
        return our_fault(about, reworded(report.reason, report.reason_said))
    settings = assignment.gradescope
    closed = settings.hidden != "visible"
    results: Results = {
        "score": report.score,
        "execution_time": report.seconds,
        "output": names.shown(_summary(report, about, closed=closed))[:_LONGEST],
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",  # what the container prints is for instructors
        "tests": _tests(report, settings.hidden, closed=closed),
        "extra_data": {  # not shown: it comes back with the next submission's metadata
            "status": report.status,
            "seed": report.seed,
            "versions": report.versions,
            "isolation": list(report.isolation),
            "device": report.device,
            "exercises": {exercise.name: exercise.score for exercise in report.exercises},
            "without_turn": _without_turn(about),
        },
    }
    if settings.leaderboard and not closed:  # it would show the sum
        results["leaderboard"] = [{"name": "points", "value": report.score}]
    return results


def our_fault(about: Metadata, reason: str = "") -> Results:
    """Results where we failed: nobody loses points by that."""
    not_graded = say(
        "NOT GRADED, through a fault of the grader's and not of yours: tell your instructor, who sees more below. "
        "Until it is graded again, the score of the one before it stands."
    )
    return refused(f"{not_graded}\n{reason}".rstrip(), Status.ERROR, about, "hidden")


def refused(reason: str, status: str, about: Metadata, hidden: str) -> Results:
    """Results without a grading: the last score counts on, and why. It is shown no more than hidden tests are.

    Gradescope shows no sum to students where any test is hidden: without one, a refusal would tell them theirs.
    """
    tests = []
    if hidden != "visible":
        nothing = {
            "name": say("the hidden tests"),
            "score": 0.0,
            "max_score": 0.0,
            "status": "passed",
            "output": "",
            "visibility": hidden,
        }
        tests.append(nothing)
    return {
        "score": about.last_score,  # Gradescope takes whatever stands here for the latest submission's
        "output": names.shown(reason),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {"status": status, "without_turn": _without_turn(about)},
    }


def _without_turn(about: Metadata) -> list[str]:
    """Carried from one submission's results to the next one's, so that what was not graded takes nobody's turn."""
    return [moment.isoformat() for moment in about.without_turn]


def _tests(report: Report, hidden: str, *, closed: bool) -> list[Results]:
    """All tests, numbered by their exercise and their test_place in it."""
    tests = []
    for exercise_number, exercise in enumerate(report.exercises, 1):
        for test_number, test in enumerate(exercise.tests, 1):
            test_place = f"{exercise_number}.{test_number}"
            tests.append(_test(_as_told(test, closed=closed), test_place, exercise.name, hidden))
    return tests


def _as_told(test: TestResult, *, closed: bool) -> TestResult:
    """A test as it looks while hidden ones are not told: an example that was right has passed, though it earns nothing.

    That it earns nothing would say that none of the hidden ones has passed.
    """
    if not closed or not test.example_only:
        return test
    return msgspec.structs.replace(test, score=test.max_score, outcome=Outcome.PASSED, message="", example_only=False)


def _test(test: TestResult, place: str, exercise: str, hidden: str) -> Results:
    return {
        "name": f"{exercise}: {course_text(test.title)}",
        "number": place,
        "score": test.score,
        "max_score": test.max_score,
        "status": "passed" if test.outcome == Outcome.PASSED else "failed",
        "output": names.shown(retold(test))[:_LONGEST],
        "tags": [exercise, "public" if test.public else "hidden"],
        "visibility": "visible" if test.public else hidden,
    }


def _summary(report: Report, about: Metadata, *, closed: bool) -> str:
    """Who, how much, and what stopped."""
    lines = [_headline(report, closed=closed), *_circumstances(report, about, closed=closed)]
    if report.reason and report.status == Status.GRADED:
        lines.append(say("Some of your cells stopped: {reason}", reason=reworded(report.reason, report.reason_said)))
    elif report.reason:
        lines.append(reworded(report.reason, report.reason_said))
    if report.edition:
        lines.append(say("This notebook is {edition}.", edition=reworded(report.edition, report.edition_said)))
    if not closed:
        for exercise in report.exercises:
            exercise_line = say(
                "{exercise}: {points} of {most}, {status}",
                exercise=exercise.name,
                points=number(exercise.score),
                most=number(exercise.max_score),
                status=status_words(exercise.status),
            )
            lines.append(f"  {exercise_line}")
            if exercise.stand_ins:
                lines.append(f"    {exercise.stand_ins_in_words}")
    if report.printed:
        lines.append(say("Your cells printed:"))
        lines += [say("[cell {cell}] {text}", cell=printed.cell, text=printed.text) for printed in report.printed]
    return "\n".join(lines)


def _headline(report: Report, *, closed: bool) -> str:
    max_score = number(report.max_score)
    if closed:
        return say("{assignment}: graded, of {most} points", assignment=report.assignment, most=max_score)
    points = number(report.score)
    return say("{assignment}: {points} of {most} points", assignment=report.assignment, points=points, most=max_score)


def _circumstances(report: Report, about: Metadata, *, closed: bool) -> list[str]:
    """A group's names, how late it is, and what that costs: the score before it only where the score is told, too."""
    lines = []
    if len(about.users) > 1:
        users = ", ".join(user.name for user in about.users)
        lines.append(say("A group's submission: {names}", names=users))
    if report.lateness is not None and closed:
        lines.append(reworded(report.lateness.words, report.lateness.said))
    elif report.lateness is not None:
        points = number(report.lateness.before)
        words = reworded(report.lateness.words, report.lateness.said)
        lines.append(say("{points} before lateness; {words}", points=points, words=words))
    elif about.late is not None and report.late != "no":  # within the grace it is not late
        lines.append(say("Late by {delay}: what that costs, your course decides", delay=in_words(about.late)))
    return lines
