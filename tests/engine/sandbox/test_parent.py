"""The parent of all sandboxes, where it can't do what it is asked for."""

import os
import socket

from autograder.sandbox.limits import Limits
from autograder.sandbox.parent import Parent, Spawn
from autograder.wire import Channel


def test_a_sandbox_that_cannot_be_forked_is_said_to_be_broken(monkeypatch):
    def refused():
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    control, ours, theirs = socket.socket(socket.AF_UNIX), *socket.socketpair()
    parent = Parent(control, ("mnt",), None)
    with control, ours, theirs:
        parent._spawn((1, 1), Spawn(1, Limits()), theirs)
        assert Channel(ours).receive()[0][:2] == ["l", "broken"] and not parent.children
