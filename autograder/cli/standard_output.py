"""Standard output and error for a command whose work goes on, whoever reads what it says."""

from __future__ import annotations

import io
import os
import stat
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Unbothered(io.FileIO):
    """A pipe into which writing goes on, to nobody, when its reader has left: `| head` ends no grading."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write the bytes, or lose them."""
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            return memoryview(data).nbytes


def prepare() -> None:
    """Let both streams take what a terminal's alphabet lacks, and a reader leave."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode):
            stream.flush()
            raw = _Unbothered(stream.fileno(), "w", closefd=False)
            buffered = stream.line_buffering
            stream = io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, line_buffering=buffered)
            setattr(sys, name, stream)
        stream.reconfigure(errors="backslashreplace")
