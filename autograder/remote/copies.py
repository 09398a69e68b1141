"""A copy of a notebook's process as the kernel knows it: its own code can't name another in its place."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket

from autograder import linux


class Copy:
    """A copy, known by a pidfd that the kernel vouches for.

    It says one byte on the socket `register`. Before Linux 6.15 no pidfd is had, and each question is answered by None.
    """

    def __init__(self) -> None:
        self.ours, self.register = socket.socketpair()
        self.ours.setblocking(False)
        self.known_pidfd: int | None = None
        self.may_be_known = linux.tells_exits() and linux.pass_pidfd(self.ours)

    def _pidfd(self) -> int | None:
        if self.may_be_known and self.known_pidfd is None:
            with contextlib.suppress(OSError):  # it has not said anything yet
                _, self.known_pidfd = linux.recv_with_pidfd(self.ours, 1)
        return self.known_pidfd

    def has_ended(self, seconds: float) -> bool:
        """Whether it has ended, or does within these seconds; also where that can't be known."""
        pidfd = self._pidfd()
        if pidfd is None:
            return True
        readable, _, _ = select.select([pidfd], [], [], seconds)
        return bool(readable)

    def kill(self) -> None:
        """End it."""
        pidfd = self._pidfd()
        if pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)

    def exit_status(self) -> int | None:
        """How it ended, once its parent has waited for it: an exit status, or the negative number of a signal."""
        pidfd = self._pidfd()
        if pidfd is None:
            return None
        wait_status = linux.pidfd_exit(pidfd)
        if wait_status is None:
            return None
        return os.waitstatus_to_exitcode(wait_status)

    def close(self) -> None:
        """Forget it."""
        self.ours.close()
        if self.known_pidfd is not None:
            os.close(self.known_pidfd)
            self.known_pidfd = None
        self.may_be_known = False
