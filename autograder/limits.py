"""What one submission may use. Plain data: a course sets it, the jail and the grader's deadlines keep it."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one submission may use, all of its processes together. Seconds are of wall time, megabytes are 2²⁰ bytes."""

    cell_seconds: float = 10.0
    """One cell of the notebook; what runs longer is stopped, and the next statement runs."""
    notebook_seconds: float = 60.0
    """All cells together."""
    call_seconds: float = 10.0
    """One call of a student's function by a test."""
    test_seconds: float = 30.0
    """One test, the grader's own computing included."""
    submission_seconds: float = 300.0
    """The notebook and all tests."""
    memory_mb: int = 2048
    """Memory of all processes together, on top of what Python and torch take."""
    file_mb: int = 64
    """One file that the notebook writes."""
    files_mb: int = 256
    """All files that it writes."""
    files: int = 10_000
    """The number of its files."""
    open_files: int = 256
    """Files that one process has open at once."""
    processes: int = 128
    """Processes and threads at once."""
    output_kb: int = 32
    """What one cell prints, in kilobytes; the beginning and the end are kept."""
    grader_mb: int = 1024
    """What a student's answers may make the grading process hold, on top of what it takes anyway."""
