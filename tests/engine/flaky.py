"""Grades right answers again and again with fresh seeds: not one point may be lost.

    .venv/bin/python tests/engine/flaky.py 1000 [ASSIGNMENT ...]

The reference of each assignment as many times as asked for, and every kept right answer a two-hundredth as often.
"""

import secrets
import sys
import time
from collections.abc import Collection, Iterator

from parts import ROOT

from autograder.author import verify
from autograder.course import Course

_AT_ONCE = 250  # gradings of one pool, whose progress is told


def references(course: Course, times: int, names: Collection[str] = ()) -> list[verify.Proof]:
    """The solved notebook of each assignment, this many times, assignment by assignment."""
    whole = [p for p in proofs(course, names) if not p.exercise and p.attempted]
    return [proof for proof in whole for _ in range(times)]


def right_answers(course: Course, times: int, names: Collection[str] = ()) -> list[verify.Proof]:
    """Every kept answer that earns all points, this many times."""
    right = [p for p in proofs(course, names) if p.exercise and p.score == p.exercise.points]
    return [proof for proof in right for _ in range(times)]


def proofs(course: Course, names: Collection[str]) -> list[verify.Proof]:
    return [p for a in course.assignments.values() if not names or a.name in names for p in verify.proofs_of(course, a)]


def lost(course: Course, proofs: list[verify.Proof], jobs: int = 0) -> Iterator[str]:
    """What was lost, with the seed that shows it again."""
    seed = secrets.randbits(47)
    for i, report in enumerate(verify.grade(course, proofs, jobs, seed)):
        for fault in proofs[i].faults(report):
            yield f"{proofs[i].label} with seed {report.seed}, student {i}: {fault}"


def main(times: int = 1000, *names: str) -> int:
    course = Course.load(ROOT)
    todo = references(course, times, names) + right_answers(course, times // 200, names)
    start, found = time.monotonic(), 0
    for at in range(0, len(todo), _AT_ONCE):
        for fault in lost(course, todo[at : at + _AT_ONCE]):
            found += 1
            print(f"LOST {fault}", flush=True)
        done = min(at + _AT_ONCE, len(todo))
        print(f"{done} of {len(todo)} gradings, {found} lost, {time.monotonic() - start:.0f} s", flush=True)
    print(f"references {times} times each, right answers {times // 200} times each: {found} lost")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:]))
