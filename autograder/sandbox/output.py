"""What a cell prints: its beginning and its end are kept, however much there is between."""

from __future__ import annotations

import io
import sys
from collections import deque


class Output(io.TextIOBase):
    """Standard output and error of a notebook. `most` is how many characters of a cell's output are kept."""

    encoding = "utf-8"  # libraries ask for it

    def __init__(self, most: int) -> None:
        super().__init__()
        self.half = most // 2
        self.muted = False
        self._begin()

    def _begin(self) -> None:
        self.head, self.tail, self.length = "", deque[str](), 0
        self.in_tail = 0

    def writable(self) -> bool:  # noqa: D102
        return True

    def write(self, text: str) -> int:  # noqa: D102
        if not isinstance(text, str):
            raise TypeError(f"a text expected, not {type(text).__name__}")
        size = len(text)
        if not self.muted and text:
            self.length += size
            if len(self.head) < self.half:
                room = self.half - len(self.head)
                self.head, text = self.head + text[:room], text[room:]
            self._to_tail(text[-self.half :])
        return size

    def _to_tail(self, text: str) -> None:
        self.tail.append(text)
        self.in_tail += len(text)
        while self.in_tail - len(self.tail[0]) >= self.half:
            self.in_tail -= len(self.tail.popleft())

    def taken(self) -> str:
        """What was written since this was last asked."""
        left_out, tail = self.length - 2 * self.half, "".join(self.tail)[-self.half :]
        text = f"{self.head}\n… {left_out:,} characters left out …\n{tail}" if left_out > 0 else self.head + tail
        self._begin()
        return text

    def take_over(self) -> None:
        """Become what `print` and warnings write to."""
        sys.stdout = sys.stderr = self
