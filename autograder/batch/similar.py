"""Similar work: pairs of submissions whose code for an exercise is alike beyond what the exercise itself explains.

copydetect's winnowing (Schleimer, Wilkerson, Aiken 2003, as in MOSS) over tokens, so that names and spaces don't count.
What stands in the stub, in the reference, or in many other submissions is left out. It accuses nobody: there are many
honest reasons for two people to write the same few lines.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from io import StringIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from copydetect import CodeFingerprint, compare_files
from copydetect.utils import get_token_coverage, winnow
from rich.console import Console

from autograder import files
from autograder.batch.out_folder import reports_in
from autograder.batch.outlines import titles_of
from autograder.course import Course, UsageError
from autograder.feedback import side_by_side
from autograder.feedback.colours import LONGEST_LINE
from autograder.feedback.side_by_side import Pair, Slices
from autograder.report import Report
from autograder.submission.notebook import read

# Taken from the course's own kept answers: of 655, one pair is shown; of 129 copies with other names, 58 are found
# (a copy of what is nearly the reference, or very short, is not to be told from independent work).
_GRAM = 15  # characters of filtered code
_WINDOW = 4  # grams, of which one is kept: a run of 18 characters that two have in common is always found
_LEAST_SHARED = 40  # such characters
_COMMON = 0.2  # of the class: what so many have written, and at least three, is how it is done


def look(course: Course, out: Path, threshold: float) -> None:
    """Print a table of the pairs below OUT, and write them side by side to OUT/similar.html. Raises UsageError."""
    pairs_by_assignment = {}
    report_count = 0
    for assignment in course.assignments:
        assignment_reports = [report for _, report in reports_in(out / assignment)]
        report_count += len(assignment_reports)
        pairs_by_assignment[assignment] = pairs(assignment_reports, public_code(course, assignment), threshold)
    if not report_count:
        raise UsageError(
            "{out} holds no reports: name the folder that `autograder grade … --out` has written to",
            out=out,
        )
    page_path = out / "similar.html"
    files.write(page_path, side_by_side.page(pairs_by_assignment, threshold, titles_of(course)).encode())
    side_by_side.print_pairs(Console(), pairs_by_assignment)
    print(f"\nside by side in {page_path}. It says where to look, not what was done")


def public_code(course: Course, assignment: str) -> list[str]:
    """What everybody was shown, and what the exercises come down to: the released cells, and the solution."""
    public_texts = [course.solution(assignment).read_text(encoding="utf-8")]
    notebook_path = course.notebook(assignment)
    if notebook_path.is_file():
        public_texts += [released_cell.source for released_cell in read(notebook_path)]
    return public_texts


def pairs(reports: Iterable[Report], public_texts: list[str], threshold: float) -> list[Pair]:
    """The pairs that are alike at least so much, the most alike first. Code in `public_texts` tells of no writer."""
    public_hashes: set[int] = set()
    for public_text in public_texts:
        # a window of 1 keeps every hash: what is public is left out wherever it stands
        public_hashes |= _fingerprint(public_text, window=1).hashes
    texts_by_exercise: dict[str, dict[str, str]] = {}
    for report in reports:
        for source in report.sources:
            # exercise by exercise: the same lines under two exercises are no sign
            texts_by_exercise.setdefault(source.exercise, {})[report.student or ""] = source.text
    similar_pairs: list[Pair] = []
    for exercise, student_texts in texts_by_exercise.items():
        similar_pairs += _pairs_of_exercise(exercise, student_texts, public_hashes, threshold)
    return sorted(similar_pairs, key=lambda pair: (-pair.alike, pair.exercise, pair.students))


def _pairs_of_exercise(
    exercise: str, texts: dict[str, str], public_hashes: set[int], threshold: float
) -> Iterator[Pair]:
    fingerprints = _fingerprints(texts, public_hashes)
    common_hashes = _common_hashes(fingerprints.values())
    if common_hashes:
        fingerprints = _fingerprints(texts, public_hashes | common_hashes)
    for first_student, second_student in _candidates(fingerprints):
        shared_count, similarities, slices = compare_files(fingerprints[first_student], fingerprints[second_student])
        # the lesser of the two shares: a short text is found in any long one
        alike = min(1.0, *map(float, similarities))
        if shared_count >= _LEAST_SHARED and alike >= threshold:
            places = (_places(slices[0]), _places(slices[1]))
            students = (first_student, second_student)
            yield Pair(exercise, students, alike, (texts[first_student], texts[second_student]), places)


def _fingerprints(texts: dict[str, str], left_out: set[int]) -> dict[str, CodeFingerprint]:
    """Each student's fingerprint, without these hashes."""
    return {student: _fingerprint(text, left_out) for student, text in texts.items()}


def _common_hashes(prints: Collection[CodeFingerprint]) -> set[int]:
    """What so many of the class have written that it says nothing of two of them."""
    holder_counts: Counter[int] = Counter()
    for fingerprint in prints:
        # a set: who writes a thing twice is still one who has written it
        holder_counts.update(fingerprint.hashes)
    habit_limit = max(3, _COMMON * len(prints))
    return {code_hash for code_hash, count in holder_counts.items() if count > habit_limit}


def _places(slices: npt.NDArray[np.generic]) -> Slices:
    """The two rows that copydetect gives, of starts and of ends, as pairs of one start and one end."""
    starts, ends = slices.astype(int).tolist()
    return tuple(zip(starts, ends, strict=True))


def _fingerprint(text: str, left_out: Iterable[int] = (), window: int = _WINDOW) -> CodeFingerprint:
    fingerprint = CodeFingerprint("cell.py", _GRAM, window, fp=StringIO(_with_short_lines(text)), language="python")
    places: dict[int, list[int]] = {}
    ignored = set(left_out)
    # copydetect's own hashes are Python's, which are others in each process, and with them the pairs that are shown
    hashes, starts = winnow(_hashes(fingerprint.filtered_code), window, remove_duplicates=False)
    for code_hash, start in zip(hashes.tolist(), starts.tolist(), strict=True):
        if code_hash not in ignored:
            places.setdefault(code_hash, []).append(start)
    fingerprint.hashes = set(places)
    fingerprint.hash_idx = places
    # what is left out counts neither as shared nor as the student's own
    fingerprint.token_coverage = get_token_coverage(fingerprint.hash_idx, _GRAM, len(fingerprint.filtered_code))
    return fingerprint


def _hashes(code: str) -> npt.NDArray[np.int64]:
    """A hash of each gram, the same in every process."""
    hashes = []
    for start in range(len(code) - _GRAM + 1):
        gram = code[start : start + _GRAM].encode(errors="surrogatepass")
        hashes.append(int.from_bytes(hashlib.blake2b(gram, digest_size=8).digest(), "big", signed=True))
    return np.array(hashes, dtype=np.int64)


def _with_short_lines(text: str) -> str:
    """The text with blank lines in place of what makes a line too long: all that is left stands where it stood."""
    short_lines = []
    for source_line in text.split("\n"):
        # a line break for each character: the places of what follows stay the same
        surplus = max(0, len(source_line) - LONGEST_LINE)
        short_lines.append(source_line[:LONGEST_LINE] + "\n" * surplus)
    return "\n".join(short_lines)


def _candidates(prints: dict[str, CodeFingerprint]) -> list[tuple[str, str]]:
    """The pairs that share a hash at all: of a thousand students' half a million pairs, a few."""
    students_by_hash: dict[int, list[str]] = {}
    for student, fingerprint in prints.items():
        for code_hash in fingerprint.hashes:
            # an index by hash, since comparing everybody with everybody would take a thousand times as long
            students_by_hash.setdefault(code_hash, []).append(student)
    candidates: set[tuple[str, str]] = set()
    for students in students_by_hash.values():
        candidates.update(itertools.combinations(sorted(students), 2))
    return sorted(candidates)
