"""What one submission may use. Plain data: a course sets it, the jail and the grader's deadlines keep it."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one submission may use, all of its processes together. Seconds are of wall time.

    `memory_mb` comes on top of what Python and torch take, `file_mb` is for one file, `output_kb` for what one cell
    prints: its beginning and its end are kept. `grader_mb` is for the process that grades: what a student's answers may
    make it hold, on top of what it takes anyway.
    """

    cell_seconds: float = 10.0
    notebook_seconds: float = 60.0
    call_seconds: float = 10.0
    test_seconds: float = 30.0
    submission_seconds: float = 300.0
    memory_mb: int = 2048
    file_mb: int = 64
    files_mb: int = 256
    files: int = 10_000
    open_files: int = 256
    processes: int = 128
    output_kb: int = 32
    grader_mb: int = 1024
