"""Classes' work as platforms hand it out, for tests: the same files in a folder and in an archive."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

from parts import notebook

from autograder.course import Assignment, Exercise
from autograder.lms.hand_in import HandIn, find

BOTH = "def halley():\n    return 1\ndef damping():\n    return 2"
ONE = "def halley():\n    return 1"
FULL = json.dumps(notebook([BOTH]))
HALF = json.dumps(notebook([ONE]))
HALLEY = Assignment("halley", "Halley's method, damping and restarts", (Exercise("halley", 4), Exercise("damping", 2)))


def packed(files: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def laid(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def found(source: Path, layout: str = "") -> HandIn:
    """What is found there; the content of each file that counts is kept in `texts` by its student."""
    with tempfile.TemporaryDirectory() as work:
        hand_in = find(source, HALLEY, Path(work), layout)
        hand_in.texts = {one.student: one.notebook.read_text() for one in hand_in.submissions if not one.fault}
    return hand_in


def both_ways(tmp_path: Path, files: dict[str, str | bytes], layout: str = "") -> HandIn:
    """The same class from a folder and from an archive: what is found is the same."""
    unpacked = found(laid(tmp_path / "class", files), layout)
    (tmp_path / "submissions.zip").write_bytes(packed(files))
    archive = found(tmp_path / "submissions.zip", layout)
    assert archive.platform == unpacked.platform
    assert archive.texts == unpacked.texts
    assert [facts(one) for one in archive.submissions] == [facts(one) for one in unpacked.submissions]
    assert sorted(archive.not_graded, key=str) == sorted(unpacked.not_graded, key=str)
    return archive


def facts(submission):
    return submission.student, submission.name, submission.late, submission.file, submission.note, submission.fault


def files_of(hand_in: HandIn) -> dict[str, str]:
    """The file that counts, by student."""
    return {one.student: one.file for one in hand_in.submissions if not one.fault}


def reasons(hand_in: HandIn) -> dict[str, str]:
    return {one.file: one.reason for one in hand_in.not_graded}
