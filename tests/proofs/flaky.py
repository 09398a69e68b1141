"""Grades every answer again and again with fresh seeds: right or wrong, each scores what it should, whatever is drawn.

    .venv/bin/python tests/proofs/flaky.py 1000 [ASSIGNMENT ...]

The reference of each assignment as many times as asked for, and every kept answer a hundredth as often.
"""

import secrets
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from autograder.author import verify
from autograder.course import Course

ROOT = Path(__file__).resolve().parents[2]
_AT_ONCE = 250  # gradings of one pool, whose progress is told


def references(course: Course, times: int, names: Collection[str] = ()) -> list[verify.Proof]:
    """The solved notebook of each assignment, this many times, assignment by assignment."""
    whole = [p for p in proofs(course, names) if not p.exercise and p.attempted]
    return [proof for proof in whole for _ in range(times)]


def answers(course: Course, times: int, names: Collection[str] = ()) -> list[verify.Proof]:
    """Every kept answer, this many times."""
    return [proof for proof in proofs(course, names) if proof.exercise for _ in range(times)]


def proofs(course: Course, names: Collection[str]) -> list[verify.Proof]:
    return [p for a in course.assignments.values() if not names or a.name in names for p in verify.proofs_of(course, a)]


def otherwise(course: Course, proofs: list[verify.Proof], jobs: int = 0) -> Iterator[str]:
    """What scored otherwise than it should, with the seed that shows it again."""
    seed = secrets.randbits(47)
    for i, report in enumerate(verify.grade(course, proofs, jobs, seed)):
        for fault in proofs[i].faults(report):
            yield f"{proofs[i].label} with seed {report.seed}, student {i}: {fault}"


def main(times: int = 1000, *names: str) -> int:
    course = Course.load(ROOT)
    todo = references(course, times, names) + answers(course, times // 100, names)
    start, found = time.monotonic(), 0
    for at in range(0, len(todo), _AT_ONCE):
        for fault in otherwise(course, todo[at : at + _AT_ONCE]):
            found += 1
            print(f"OTHERWISE {fault}", flush=True)
        done = min(at + _AT_ONCE, len(todo))
        print(f"{done} of {len(todo)} gradings, {found} otherwise, {time.monotonic() - start:.0f} s", flush=True)
    print(f"references {times} times each, kept answers {times // 100} times each: {found} otherwise")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:]))
