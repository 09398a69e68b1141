"""How sandboxes end: their processes are killed and waited for, and somebody clears away what they have left.

The parent of all sandboxes waits for none of it: each turn of its loop goes on where the last one stopped.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

from autograder.limits import USED_PROCESSOR_TIME
from autograder.sandbox import clearing, watch, watcher
from autograder.sandbox.children import Child
from autograder.sandbox.counting import Counting, answer
from autograder.sandbox.jail import users
from autograder.sandbox.jail.cgroup import Groups
from autograder.sandbox.loop import Loop
from autograder.sandbox.pid_space import PidSpace
from autograder.wire.messages import Because, Cause

_ENDING_SECONDS = 60.0  # that the processes of a sandbox may take to be gone, once they were killed
_MOST_OF = 0.5  # of a limit of processor time: the kernel keeps it by one clock, and tells of another one
_MOST_CLEANERS = 3  # for one sandbox: some can't be had where there is no room


class Endings:
    """The sandboxes that end, and what is left of those that have ended."""

    def __init__(
        self, enclosed: tuple[str, ...], groups: Groups | None, loop: Loop, pids: PidSpace, counting: Counting
    ) -> None:
        self.has_pid_space = "pid" in enclosed
        self.has_own_files = "mnt" in enclosed
        self.groups = groups
        self.loop = loop
        self.pids = pids
        self.counting = counting
        self.living: dict[int, Child] = {}  # by process: sandboxes whose first process has not ended
        self.ending: list[Child] = []
        self.left_groups: list[str] = []  # that are to be removed
        self.cleaners: dict[int, str] = {}  # by process: the home that it clears away

    def are_over(self) -> bool:
        """Whether there is nothing to go on with."""
        return not self.ending and not self.cleaners and not self.left_groups

    def expect(self, child: Child) -> None:
        """A new sandbox: it may end at any time."""
        self.living[child.process] = child
        self.loop.when_ready(child.handle, self.reap)

    def begin(self, child: Child, asked: socket.socket | None) -> None:
        """Begin to end everything of a sandbox; `asked` is told when all of it is dead."""
        self.counting.forget(child)
        child.asked = asked
        child.deadline = time.monotonic() + _ENDING_SECONDS
        child.rest_ended = self.has_pid_space  # the first process of a pid namespace takes all others along
        self.ending.append(child)
        if not child.ended:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(child.handle, signal.SIGKILL)
        if self.groups is not None and child.group is not None and not child.rest_ended:
            self.groups.end(child.group)

    def forget_worker(self, worker: socket.socket) -> None:
        """Nobody waits for what this worker has asked to be ended."""
        for child in self.ending:
            if child.asked is worker:
                child.asked = None

    def reap(self) -> None:
        """Wait for the children that have ended: first processes, cleaners, and those that were left to this one."""
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            process = ended.si_pid
            child = self.living.pop(process, None)
            if child is not None:
                child.ending = _how(ended)  # which the kernel forgets when it has been waited for
            _, _, used = os.wait4(process, 0)
            if child is not None:
                child.ended = True
                child.seconds = used.ru_utime + used.ru_stime
                self.loop.no_longer(child.handle)
                os.close(child.handle)
            if process in self.cleaners:
                home = self.cleaners.pop(process)
                with contextlib.suppress(OSError):  # it is empty, and this process's own
                    Path(home).rmdir()

    def go_on(self) -> None:
        """Answer for those of which everything is dead, and remove their groups."""
        for group in list(self.left_groups):
            if self.groups is None or self.groups.remove(group):
                self.left_groups.remove(group)
        for child in list(self.ending):
            try:
                is_gone = child.ended and self._rest_has_ended(child)
            except OSError:  # no room for a cleaner: it is tried again
                is_gone = False
            if is_gone or time.monotonic() > child.deadline:
                self.ending.remove(child)
                if child.asked is not None:
                    answer(child.asked, is_gone)
                if child.group is not None:
                    self.left_groups.append(child.group)

    def _rest_has_ended(self, child: Child) -> bool:
        """Whether what a sandbox has left running is ended, and somebody clears away what it has left lying."""
        if self.has_pid_space and self.has_own_files:
            return True
        if not self.has_pid_space and child.user is None:
            # nothing tells its processes from others but that they were left to this one, which alone can end them
            if child.cleaners == 0:
                self._clear_up(child)
            return self._orphans_are_ended()
        if child.report is None and not child.rest_ended and child.cleaners < _MOST_CLEANERS:
            self._clear_up(child)
        if child.rest_ended:
            return True
        if child.report is None:  # no cleaner has come to its end
            return self._orphans_are_ended()
        return False

    def _clear_up(self, child: Child) -> None:
        """Start the cleaner that ends a sandbox's processes, says so, and removes its files."""
        child.cleaners += 1
        child.report, theirs = os.pipe()
        try:
            self.pids.next_is_here()
            process = os.fork()
        except OSError:
            os.close(theirs)
            self._stop_listening(child)
            raise
        if process == 0:
            self._become_cleaner(child, theirs)
        os.close(theirs)
        self.cleaners[process] = child.home
        self.loop.when_ready(child.report, lambda: self._hear_cleaner(child))

    def _become_cleaner(self, child: Child, report: int) -> None:
        try:
            signal.alarm(clearing.SECONDS)
            watcher.close_all_but({report})
            other_user = users.new_user()
            if child.user is not None and other_user is not None:
                clearing.become(child.user, other_user)
                if not self.has_pid_space:
                    clearing.end_processes(child.user)
                os.write(report, b".")
            elif self.has_pid_space:
                os.write(report, b".")
            os.close(report)
            if not self.has_own_files:
                clearing.remove_files(child.home, child.user)
        finally:
            os._exit(0)

    def _hear_cleaner(self, child: Child) -> None:
        assert child.report is not None
        child.rest_ended |= bool(os.read(child.report, 1))
        self._stop_listening(child)

    def _stop_listening(self, child: Child) -> None:
        if child.report is not None:
            self.loop.no_longer(child.report)
            os.close(child.report)
            child.report = None

    def _orphans_are_ended(self) -> bool:
        """End what was left to this process, until there is nothing: a living sandbox's first process keeps its own.

        That is all that can be done for sandboxes that have neither a pid namespace nor a user of their own.
        """
        own_processes = {*self.living, *self.cleaners, *[child.process for child in self.ending]}
        if self.counting.process is not None:
            own_processes.add(self.counting.process)
        orphans = []
        for process, (parent, _) in watch.processes().items():
            if parent == os.getpid() and process not in own_processes:
                orphans.append(process)
        for process in orphans:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return not orphans

    def end_cleaners(self) -> None:
        """The run is over, and they have had their time."""
        for process in self.cleaners:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


def _how(ended: os.waitid_result) -> Because:
    """KILLED where somebody has ended a child by SIGKILL; the limit, where the kernel has ended it for that."""
    if ended.si_code == os.CLD_EXITED or ended.si_status not in (signal.SIGKILL, signal.SIGXCPU):
        return Because()
    if watch.own_seconds(ended.si_pid) > watch.most_seconds(ended.si_pid) * _MOST_OF:
        return Because(Cause.LIMIT, USED_PROCESSOR_TIME)
    if ended.si_status == signal.SIGKILL:
        return Because(Cause.KILLED)
    return Because()
