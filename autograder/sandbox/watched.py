"""A sandbox as the watcher knows it: what has been seen of it, what it uses, and how its processes are ended."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.limits import Limits
from autograder.sandbox import machine_memory, process_memory, watch
from autograder.sandbox.disk_room import Room
from autograder.sandbox.jail.cgroup import Group
from autograder.sandbox.watch import Usage
from autograder.sandbox.watch_messages import Watch

NOTICED_MB = 64.0  # of shared memory in the whole machine, before it is asked whose it is
_REST = 4  # so many times as long as it has counted exactly, the watcher counts roughly


@dataclass
class Watched:
    """A sandbox, and what has been seen of it."""

    about: Watch
    handle: int  # a pidfd of its first process
    group: Group | None
    unseen_mb: float  # of the whole machine, when it was made
    room: Room  # then
    peak_mb: float = 0.0
    processor_seconds: float = 0.0
    counted_at: float = 0.0  # when its memory was counted last, and how long that took
    counting_seconds: float = 0.0
    kills: int = 0  # by the kernel for want of memory, as far as they have been told
    is_warned: bool = False  # what it had started has been ended, for memory
    is_forgotten: bool = False

    @property
    def limits(self) -> Limits:
        """What it may use."""
        return self.about.limits

    def members(self) -> list[int]:
        """Its processes, the first one first."""
        return watch.family(self.about.process, watch.processes(), self.about.user)

    def kill(self, members: list[int]) -> None:
        """End these, and nobody who has got the number of one that has ended meanwhile."""
        handles = {}
        for process in members:
            with contextlib.suppress(OSError):
                handles[process] = os.pidfd_open(process)
        # a number may have been given to another process before it was opened: that one is no member
        members_still = self.members()
        for process, handle in handles.items():
            if process in members_still:
                with contextlib.suppress(OSError):
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.close(handle)

    def kill_first(self) -> None:
        """End its first process."""
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)


class Measuring:
    """Measures what sandboxes use, one by one. `between` is called wherever that has taken a while."""

    def __init__(self, between: Callable[[], None]) -> None:
        self.between = between
        self.inherited_kb = process_memory.own_kb()
        self.shared_mb = machine_memory.all_shared_mb()

    def begin_anew(self) -> None:
        """Take what is shared in the whole machine for somebody else's: there is no sandbox now."""
        self.shared_mb = machine_memory.all_shared_mb()

    def usage(self, sandbox: Watched) -> Usage:
        """What a sandbox has used up to now."""
        members = sandbox.members()
        processor_seconds = watch.used_seconds(members)
        if sandbox.group is None:
            self.newly_used_mb(sandbox, members)
        else:
            sandbox.peak_mb = sandbox.group.peak_mb()
            processor_seconds = max(processor_seconds, sandbox.group.seconds())
        # processes that have ended are no longer counted: what was seen before they did stays
        sandbox.processor_seconds = max(sandbox.processor_seconds, processor_seconds)
        return Usage(sandbox.peak_mb, sandbox.processor_seconds, watch.waited_seconds(members))

    def newly_used_mb(self, sandbox: Watched, members: list[int]) -> float | None:
        """MB that a sandbox without a group uses; None where the last count took so long that it is too early."""
        start = time.monotonic()
        if start < sandbox.counted_at + _REST * sandbox.counting_seconds:
            return None
        megabytes = process_memory.used_mb(members, self.inherited_kb, self.between)
        if machine_memory.all_shared_mb() > self.shared_mb + NOTICED_MB:
            megabytes += process_memory.shared_mb(members, self.between)
        sandbox.counted_at = time.monotonic()
        sandbox.counting_seconds = sandbox.counted_at - start
        sandbox.peak_mb = max(sandbox.peak_mb, megabytes)
        return megabytes

    def used_mb(self, sandbox: Watched) -> float:
        """MB that a sandbox uses now, however long counting them takes."""
        if sandbox.group is not None:
            return sandbox.group.used_mb()
        return process_memory.used_mb(sandbox.members(), self.inherited_kb, self.between)

    def attributed_mb(self, sandbox: Watched, files_mb: int) -> float:
        """MB that no process shows as its own, but that can be put down to this sandbox.

        Those are, without a group, what its processes share, and `files_mb`: what its files in memory may take.
        """
        if sandbox.group is not None:
            return sandbox.group.used_mb()
        return process_memory.shared_mb(sandbox.members(), self.between) + files_mb
