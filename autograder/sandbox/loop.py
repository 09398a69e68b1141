"""The loop of the parent of all sandboxes: what is done when a descriptor can be read; no fault ends it."""

from __future__ import annotations

import contextlib
import select
import sys
import time
from collections.abc import Callable

SOON = 0.01  # seconds between two looks at what is about to end


class Loop:
    """Descriptors, and the action for each when there is something to read from it."""

    def __init__(self) -> None:
        self.poll = select.poll()
        self.actions: dict[int, Callable[[], None]] = {}

    def when_ready(self, descriptor: int, action: Callable[[], None]) -> None:
        """From now on, do this when there is something to read."""
        self.actions[descriptor] = action
        self.poll.register(descriptor, select.POLLIN)

    def no_longer(self, descriptor: int) -> None:
        """Forget a descriptor, before it is closed."""
        self.actions.pop(descriptor, None)
        with contextlib.suppress(KeyError):
            self.poll.unregister(descriptor)

    def turn(self, patience: float | None) -> None:
        """Do what there is to do; wait for it so many milliseconds, or with None for ever."""
        for descriptor, _ in self.poll.poll(patience):
            action = self.actions.get(descriptor)
            if action is not None:  # an action before this one may have closed it
                do(action)


def do(action: Callable[[], None]) -> None:
    """A fault of ours with one sandbox must not cost the others anything: it is printed, and the loop goes on."""
    try:
        action()
    except Exception:  # noqa: BLE001  whatever it is
        sys.excepthook(*sys.exc_info())
        time.sleep(SOON)  # it may come again at once
