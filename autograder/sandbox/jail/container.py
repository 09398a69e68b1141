"""The memory that a container leaves: groups in which this process was started, and whose limit holds for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.sandbox.jail import hierarchy
from autograder.sandbox.jail.hierarchy import FileNames


@dataclass(frozen=True)
class LimitedGroup:
    """A group with a limit on its memory, opened: its files are reached whatever root this process moves to."""

    folder: int
    names: FileNames

    def size_mb(self) -> float:
        """Its limit. Raises OSError or ValueError."""
        return self._bytes(self.names.limit) / (1 << 20)

    def left_mb(self) -> float:
        """What is left of it. Raises OSError or ValueError."""
        limit = self._bytes(self.names.limit)
        used = self._bytes(self.names.used)
        table = hierarchy.read_table(self.folder, "memory.stat")
        # copies of files are given up before anything is refused: they count as free
        cached = sum(table.get(line, 0) for line in self.names.cached)
        return (limit - used + cached) / (1 << 20)

    def _bytes(self, path: str) -> int:
        return int(hierarchy.read(self.folder, path))


def limited_groups() -> list[LimitedGroup]:
    """The groups whose limit holds for this process: its own, and those that this one lies in, of either version."""
    return [*_limited_groups("", hierarchy.V2), *_limited_groups("memory", hierarchy.V1)]


def _limited_groups(controller: str, names: FileNames) -> Iterator[LimitedGroup]:
    own_folder = hierarchy.own_folder(controller)
    if own_folder is None:
        return
    for folder in hierarchy.upward(own_folder):
        if hierarchy.limit_of(folder, names) is not None:
            yield LimitedGroup(hierarchy.open_folder(folder), names)
