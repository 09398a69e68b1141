"""Shows what the kept wrong answers are told, each message once, and whether every one of them has a rating.

    .venv/bin/python tests/proofs/messages.py [ASSIGNMENT ...]

Ratings are given by reading, in `docs/messages.md`: 1 misleads, 2 says nothing, 3 says what, 4 says where or how much, 5
says what to do. The program writes that page anew, with the ratings that stand in it; a message without one has `?`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

from autograder.author import verify
from autograder.course import Course
from autograder.report import Report, TestResult

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "messages.md"
SEED = 23
NUMBER = re.compile(r"(?<![\w.])[-−]?\d(?:[\d.]*\d)?(?:e[-+]?\d+)?(?!\w)")
ROW = re.compile(r"^\| (\d|\?) \| \d+ \| \w+ \| (.*) \|$", re.MULTILINE)
HEAD = """# What wrong answers are told

*For authors of exercises.* Made by `tests/proofs/messages.py` from the kept wrong answers: each message once, by what it
has in common when its numbers are left out. A hidden test's message is the one of `feedback = "hints"`. The rating is
given by reading: 1 misleads, 2 says nothing, 3 says what, 4 says where or how much, 5 says what to do.
"""


def wrong_answers(course: Course, names: list[str]) -> list[verify.Proof]:
    """The kept answers that lose points, of these assignments or of all."""
    proofs = []
    for assignment in course.assignments.values():
        if not names or assignment.name in names:
            proofs += [proof for proof in verify.proofs_of(course, assignment) if proof.exercise and not proof.is_right]
    return proofs


def in_common(message: str) -> str:
    """A message as it is counted: one line, without numbers in which answers differ."""
    return NUMBER.sub("N", message).replace("|", "\\|").replace("\n", " ")


def failures(proof: verify.Proof, report: Report) -> list[TestResult]:
    """The tests that the answer's own exercise fails, and that say why."""
    assert proof.exercise is not None
    for result in report.exercises:
        if result.name == proof.exercise.name:
            return [test for test in result.tests if test.outcome != "passed" and not test.example_only]
    return []


def as_told(test: TestResult) -> str:
    """What a student reads; the report is an author's, who is told everything."""
    if test.public or test.said is None:
        return test.message
    return test.said.in_hints()


def ratings() -> dict[str, str]:
    """The ratings that stand in the page, by message."""
    if not PAGE.is_file():
        return {}
    return {row[2]: row[1] for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}


def table(counts: Counter[tuple[str, str]], rated: dict[str, str]) -> list[str]:
    """The rows of an assignment, the worst first."""
    rows = []
    for (where, message), count in counts.items():
        rows.append((rated.get(message, "?"), -count, where, message))
    lines = ["| rating | answers | test | message |", "|---|---|---|---|"]
    lines += [f"| {rating} | {-count} | {where} | {message} |" for rating, count, where, message in sorted(rows)]
    return lines


def best_ratings(told: dict[str, set[str]], rated: dict[str, str]) -> list[int]:
    """For each wrong answer the rating of the best message that it is told."""
    best = []
    for messages in told.values():
        numbers = [int(rated[message]) for message in messages if rated.get(message, "?") != "?"]
        if numbers:
            best.append(max(numbers))
    return best


def main(*names: str) -> int:
    course = Course.load(ROOT)
    proofs = wrong_answers(course, list(names))
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    told: dict[str, set[str]] = defaultdict(set)
    for proof, report in zip(proofs, verify.grade(course, proofs, 0, SEED), strict=True):
        seen = set()
        for test in failures(proof, report):
            where = "public" if test.public else "hidden"
            message = as_told(test)
            seen.add((where, in_common(message)))
            print(f"{proof.label}\t{where}\t{test.name}\t{message}\t{test.whole}")
        counts[proof.assignment.name].update(seen)
        told[proof.label] = {message for _, message in seen}
    rated = ratings()
    best = best_ratings(told, rated)
    lines = [HEAD]
    if best:
        shares = ", ".join(f"{rating} for {count}" for rating, count in sorted(Counter(best).items()))
        lines.append(f"The best message that each of {len(best)} wrong answers is told has the rating {shares}; median {median(best):g}.\n")
    for name, messages in counts.items():
        lines += [f"## {name}\n", *table(messages, rated), ""]
    if not names:
        PAGE.write_text("\n".join(lines), encoding="utf-8")
    unrated = {message for messages in told.values() for message in messages} - rated.keys()
    low = [rating for rating in best if rating < 3]
    print(f"{len(proofs)} wrong answers, {len(unrated)} messages without a rating, {len(low)} answers below 3", file=sys.stderr)
    return 1 if unrated or low else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
