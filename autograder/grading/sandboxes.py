"""Sandboxes for one submission after another, of which the next one is made while tests still run in this one."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

from autograder.limits import Limits
from autograder.remote.control import Sandbox, SandboxFault

_CPU = "cpu"


class Sandboxes:
    """Asks `parent`, a worker's socket to the parent of all sandboxes, for one after another.

    `device` is the kind of device on which students' code computes; `given_files` are what they find beside them.
    """

    def __init__(self, parent: socket.socket, limits: Limits, device: str) -> None:
        self.parent = parent
        self.limits = limits
        self.device = device
        self.given_files: Mapping[str, Path] = {}
        self._ordered_ahead: Sandbox | None = None

    def layers(self) -> list[str]:
        """The layers of isolation that a sandbox has here. Raises SandboxFault where none can be had or used."""
        sandbox = self._order(trusting=True)
        self._ordered_ahead = sandbox  # the first submission has it
        sandbox.await_jail()
        if sandbox.device != _CPU:
            sandbox.probe()
        return sandbox.layers

    def order_ahead(self) -> None:
        """Have the next sandbox forked and jailed while this one's tests run."""
        if self._ordered_ahead is None:
            self._ordered_ahead = self._order(trusting=True)

    def next(self, *, trusting: bool) -> Sandbox:
        """The sandbox that was ordered ahead, or a new one. See Sandbox for whom it is `trusting`."""
        sandbox = self._newest(trusting=trusting)
        sandbox.given_files = self.given_files
        return sandbox

    def _newest(self, *, trusting: bool) -> Sandbox:
        sandbox = self._ordered_ahead
        self._ordered_ahead = None
        if sandbox is None:
            return self._order(trusting=trusting)
        if not sandbox.layers:
            # a student's code ran since it was ordered, and may have left no room for it
            try:
                sandbox.await_jail()
            except SandboxFault:
                sandbox.abandon()
                return self._order(trusting=trusting)
        sandbox.trusting = trusting
        return sandbox

    def _order(self, *, trusting: bool) -> Sandbox:
        sandbox = Sandbox(self.parent, self.limits, self.device, trusting=trusting)
        sandbox.order()
        return sandbox
