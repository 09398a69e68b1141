"""What one submission may use. Plain data: a course sets it, the jail and the grader's deadlines keep it."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """What one submission may use. Seconds are of wall time, sizes of one process."""

    cell_seconds: float = 10.0
    notebook_seconds: float = 60.0
    call_seconds: float = 10.0
    test_seconds: float = 30.0
    memory_mb: int = 2048
    file_mb: int = 64
    processes: int = 128
    open_files: int = 256
