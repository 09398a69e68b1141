"""What a cell prints: its beginning and its end are kept, however much there is between."""

from __future__ import annotations

import io
import sys
from collections import deque

from autograder.wire.values import encodable


class Output(io.TextIOBase):
    """Standard output and error of a notebook. `most` is how many characters of a cell's output are kept."""

    encoding = "utf-8"  # libraries ask for it

    def __init__(self, most: int) -> None:
        super().__init__()
        self.half = most // 2
        self.is_muted = False
        self._begin()

    def _begin(self) -> None:
        self.head = ""
        self.tail = deque[str]()
        self.tail_length = 0
        self.length = 0  # of all that was written

    def writable(self) -> bool:
        """As every text stream is asked."""
        return True

    def write(self, text: str) -> int:
        """Keep a text, or as much of it as there is room for. Raises TypeError for anything else."""
        if not isinstance(text, str):
            raise TypeError(f"a text expected, not {type(text).__name__}")
        if self.is_muted or not text:
            return len(text)
        self.length += len(text)
        room = self.half - len(self.head)
        if room > 0:
            self.head += text[:room]
            self._to_tail(text[room:][-self.half :])
        else:
            self._to_tail(text[-self.half :])
        return len(text)

    def _to_tail(self, text: str) -> None:
        self.tail.append(text)
        self.tail_length += len(text)
        while self.tail_length - len(self.tail[0]) >= self.half:
            dropped = self.tail.popleft()
            self.tail_length -= len(dropped)

    def taken(self) -> str:
        """What was written since this was last asked."""
        left_out = self.length - 2 * self.half
        tail = "".join(self.tail)[-self.half :]
        if left_out > 0:
            text = f"{self.head}\n… {left_out:,} characters left out …\n{tail}"
        else:
            text = self.head + tail
        self._begin()
        return encodable(text)

    def take_over(self) -> None:
        """Become what `print` and warnings write to."""
        sys.stdout = self
        sys.stderr = self
