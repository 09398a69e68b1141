"""Similar work: pairs of submissions whose code for an exercise is alike beyond what the exercise itself explains.

copydetect's winnowing (Schleimer, Wilkerson, Aiken 2003, as in MOSS) over tokens, so that names and spaces don't count.
What stands in the stub, in the reference, or in many other submissions is left out. It accuses nobody: there are many
honest reasons for two people to write the same few lines.
"""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

import msgspec
from copydetect import CodeFingerprint, compare_files
from copydetect.utils import get_token_coverage
from rich.console import Console

from autograder import files
from autograder.course import Course, UsageError
from autograder.feedback import side_by_side
from autograder.feedback.pages import LONGEST_LINE
from autograder.feedback.side_by_side import Pair
from autograder.report import Report
from autograder.submission.notebook import read

# Taken from the course's own kept answers: of 655, one pair is shown; of 129 copies with other names, 58 are found
# (a copy of what is nearly the reference, or very short, is not to be told from independent work).
_GRAM, _WINDOW = 15, 4  # characters of filtered code: a run of 18 that two have in common is always found
_LEAST_SHARED = 40  # such characters
_COMMON = 0.2  # of the class: what so many have written, and at least three, is how it is done


def look(course: Course, out: Path, least: float) -> None:
    """Print a table of the pairs below OUT, and write them side by side to OUT/similar.html."""
    found = {name: pairs(_reports(out / name), _given(course, name), least) for name in course.assignments}
    if not any(list((out / name).glob("*.json")) for name in found):
        raise UsageError(f"{out} holds no reports: name the folder that `autograder grade … --out` has written to")
    page = out / "similar.html"
    files.write(page, side_by_side.page(found, least).encode())
    side_by_side.print_pairs(Console(), found)
    print(f"\nside by side in {page}. It says where to look, not what was done")


def _reports(folder: Path) -> Iterator[Report]:
    for path in sorted(folder.glob("*.json")):
        with contextlib.suppress(msgspec.MsgspecError):
            yield Report.from_json(path.read_bytes())


def _given(course: Course, assignment: str) -> list[str]:
    """What everybody was shown, and what the exercises come down to: the released cells, and the solution."""
    notebook = course.notebook(assignment)
    shown = [cell.source for cell in read(notebook)] if notebook.is_file() else []
    return [*shown, course.solution(assignment).read_text(encoding="utf-8")]


def pairs(reports: Iterable[Report], given: list[str], least: float) -> list[Pair]:
    """The pairs that are alike at least so much, the most alike first. `given`: code that tells of no writer."""
    shown = {h for text in given for h in _fingerprint(text, window=1).hashes}
    written: dict[str, dict[str, str]] = {}
    for report in reports:
        for source in report.sources:
            written.setdefault(source.exercise, {})[report.student or ""] = source.text
    found = [pair for exercise, texts in written.items() for pair in _of_exercise(exercise, texts, shown, least)]
    return sorted(found, key=lambda p: (-p.alike, p.exercise, p.students))


def _of_exercise(exercise: str, texts: dict[str, str], shown: set[int], least: float) -> Iterator[Pair]:
    first = {student: _fingerprint(text, shown) for student, text in texts.items()}
    count = Counter(h for print_ in first.values() for h in print_.hashes)
    common = {h for h, n in count.items() if n > max(3, _COMMON * len(texts))}
    prints = {student: _fingerprint(texts[student], shown | common) for student in first}
    for a, b in _candidates(prints):
        shared, similarities, slices = compare_files(prints[a], prints[b])
        alike = min(1.0, *map(float, similarities))
        if shared >= _LEAST_SHARED and alike >= least:
            places = tuple(tuple(zip(*map(list, s.astype(int)), strict=True)) for s in slices)
            yield Pair(exercise, (a, b), alike, (texts[a], texts[b]), places)  # type: ignore[arg-type]


def _fingerprint(text: str, left_out: Iterable[int] = (), window: int = _WINDOW) -> CodeFingerprint:
    made = CodeFingerprint("cell.py", _GRAM, window, fp=StringIO(_with_short_lines(text)), language="python")
    made.hashes -= set(left_out)
    made.hash_idx = {h: places for h, places in made.hash_idx.items() if h in made.hashes}
    made.token_coverage = get_token_coverage(made.hash_idx, _GRAM, len(made.filtered_code))
    return made


def _with_short_lines(text: str) -> str:
    """The text with blank lines in place of what makes a line too long: all that is left stands where it stood."""
    lines = (line[:LONGEST_LINE] + "\n" * (len(line) - LONGEST_LINE) for line in text.split("\n"))
    return "\n".join(lines)


def _candidates(prints: dict[str, CodeFingerprint]) -> list[tuple[str, str]]:
    """The pairs that share a hash at all: of a thousand students' half a million pairs, a few."""
    holders: dict[int, list[str]] = {}
    for student, print_ in prints.items():
        for h in print_.hashes:
            holders.setdefault(h, []).append(student)
    return sorted({pair for students in holders.values() for pair in itertools.combinations(sorted(students), 2)})
