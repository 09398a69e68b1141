"""The pid namespace of the parent of all sandboxes, and a new one for each of them, where there are namespaces."""

from __future__ import annotations

import os

from autograder import linux


class PidSpace:
    """Says to which pid namespace the next child of this process belongs."""

    def __init__(self, enclosed: tuple[str, ...]) -> None:
        self.own: int | None = None
        if "pid" in enclosed:
            self.own = os.open("/proc/self/ns/pid", os.O_RDONLY)

    def next_is_here(self) -> None:
        """Have the next child belong to this process's own namespace, not to the last sandbox's. Raises OSError."""
        if self.own is not None:
            linux.setns(self.own, linux.CLONE_NEWPID)

    def next_is_apart(self) -> None:
        """Have the next child be the first of a namespace of its own. Raises OSError."""
        self.next_is_here()  # a second unshare is refused without this
        if self.own is not None:
            linux.unshare(linux.CLONE_NEWPID)
