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

    def in_words(self, template: str) -> str:
        """What is said where one of them is exceeded, with its number: the template has the name of its field."""
        return template.format_map(msgspec.structs.asdict(self))


USED_TOO_MUCH_MEMORY = "all its processes together used more than {memory_mb} MB of memory"
USED_TOO_MANY_FILES = (
    "its files were more than {files}, or together larger than {files_mb} MB, or took more than a third of /dev/shm"
)
USED_PROCESSOR_TIME = "it used up its processor time"
# ended for that: nobody says through whose fault
CROWDED = "the machine was short of memory while it ran"
NO_ROOM = "the machine's disk, or its /dev/shm, was nearly full while it ran"
TOO_MUCH_MEMORY = "more than {memory_mb} MB of memory"
TOO_MANY_PROCESSES = "more than {processes} processes and threads"
TOO_MANY_OPEN_FILES = "more than {open_files} files open at once"
TOO_LARGE_FILE = "a file of more than {file_mb} MB"
TOO_MANY_FILES = "more than {files} files, or more than {files_mb} MB in them"
NO_NETWORK = "there is no network while grading"
FULL_SHARED_MEMORY = "the machine's shared memory, /dev/shm, is full: not by your files alone"
FULL_DISK = "the machine's disk is full: not by your files alone"
EXCEEDED = (
    USED_TOO_MUCH_MEMORY, USED_TOO_MANY_FILES, USED_PROCESSOR_TIME, CROWDED, NO_ROOM, TOO_MUCH_MEMORY,
    TOO_MANY_PROCESSES, TOO_MANY_OPEN_FILES, TOO_LARGE_FILE, TOO_MANY_FILES, NO_NETWORK, FULL_SHARED_MEMORY, FULL_DISK,
)  # fmt: skip
