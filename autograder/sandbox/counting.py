"""The parent's side of the watcher: it says what to count, and hears which limits were exceeded."""

from __future__ import annotations

import contextlib
import os
import signal
import socket

import msgspec

from autograder.limits import CROWDED, NO_ROOM
from autograder.sandbox import watcher
from autograder.sandbox.children import Child
from autograder.sandbox.jail.cgroup import Groups
from autograder.sandbox.loop import Loop
from autograder.sandbox.machine_memory import Machine
from autograder.sandbox.pid_space import PidSpace
from autograder.sandbox.watch import Usage
from autograder.sandbox.watch_messages import MESSAGE, Count, Counted, Exceeded, Forget, Noted, Watch
from autograder.wire.messages import Because, Cause


def answer(worker: socket.socket, reply: object) -> None:
    """Reply to a worker. What one that is gone, or does not listen, is told is lost."""
    with contextlib.suppress(OSError):
        worker.send(msgspec.json.encode(reply), socket.MSG_DONTWAIT)


class Counting:
    """The watcher, which is started again where it was ended, and the sandboxes that it watches."""

    def __init__(
        self, enclosed: tuple[str, ...], groups: Groups | None, machine: Machine, loop: Loop, pids: PidSpace
    ) -> None:
        self.enclosed = enclosed
        self.groups = groups
        self.machine = machine
        self.loop = loop
        self.pids = pids
        self.children: dict[int, Child] = {}  # by serial number
        self.waiting: dict[int, list[socket.socket]] = {}  # by serial number: workers that wait for a Usage
        self.process: int | None = None
        self.channel: socket.socket | None = None

    def start(self) -> None:
        """Have what the sandboxes use counted. Where no process can be had, the limits of each process are all."""
        self.process = None
        self.channel = None
        try:
            self.pids.next_is_here()
            self.process, self.channel = watcher.start(self.enclosed, self.groups, self.machine)
        except OSError:
            return
        self.loop.when_ready(self.channel.fileno(), self.hear)
        for child in self.children.values():
            self._tell(_watch(child))

    def watch(self, child: Child) -> None:
        """From now on, count what this sandbox uses."""
        self.children[child.serial] = child
        self._tell(_watch(child))

    def forget(self, child: Child) -> None:
        """No longer."""
        self.children.pop(child.serial, None)
        self._tell(Forget(child.serial))

    def note_kills(self, child: Child) -> None:
        """The kernel's own kills have been told: the watcher need not end anything for them."""
        self._tell(Noted(child.serial, child.kills))

    def ask_usage(self, child: Child | None, worker: socket.socket) -> None:
        """Have the watcher say what a sandbox has used; the worker is answered when that comes."""
        if child is None or self.channel is None:
            answer(worker, Usage())
            return
        self.waiting.setdefault(child.serial, []).append(worker)
        self._tell(Count(child.serial))

    def hear(self) -> None:
        """Note all that the watcher has said."""
        while self.channel is not None:
            try:
                data = self.channel.recv(MESSAGE, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self._lose()
                return
            message = msgspec.json.decode(data, type=Exceeded | Counted)
            if isinstance(message, Exceeded):
                self._note_exceeded(message)
            else:
                self._note_usage(message)

    def _note_exceeded(self, message: Exceeded) -> None:
        child = self.children.get(message.serial)
        if child is None:
            return
        cause = Cause.CROWDED if message.reason in {CROWDED, NO_ROOM} else Cause.LIMIT
        child.exceeded = Because(cause, message.reason)

    def _note_usage(self, message: Counted) -> None:
        usage = message.usage
        child = self.children.get(message.serial)
        if child is not None:
            seconds = max(usage.processor_seconds, child.seconds)
            usage = msgspec.structs.replace(usage, processor_seconds=seconds)
        for worker in self.waiting.pop(message.serial, []):
            answer(worker, usage)

    def _tell(self, message: Watch | Forget | Noted | Count) -> None:
        if self.channel is None:
            return
        try:
            self.channel.send(msgspec.json.encode(message), socket.MSG_DONTWAIT)
        except OSError:
            self._lose()

    def _lose(self) -> None:
        """It was ended, or does not listen: who waits for an answer of its gets an empty one, and a new one starts."""
        assert self.channel is not None
        assert self.process is not None
        self.loop.no_longer(self.channel.fileno())
        self.channel.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        for workers in self.waiting.values():
            for worker in workers:
                answer(worker, Usage())
        self.waiting.clear()
        self.start()


def _watch(child: Child) -> Watch:
    return Watch(child.serial, child.process, child.limits, child.home, child.user, child.group)
