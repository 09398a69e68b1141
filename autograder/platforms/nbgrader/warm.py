"""A pool that stays warm between submissions: nbgrader converts them one by one, and its server for hours."""

from __future__ import annotations

import atexit
import threading
from contextlib import ExitStack
from pathlib import Path

from autograder.batch.orders import Order
from autograder.batch.pool import Pool
from autograder.course import Course
from autograder.report import Report, ungraded
from autograder.secret import course_secret

_IDLE = 60.0  # seconds after which it is ended
_LOST = "the worker that graded it was ended, twice"


class _Warm:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stack = ExitStack()
        self.pools: dict[Path, Pool] = {}
        self.timer: threading.Timer | None = None

    def grade(self, course: Course, order: Order) -> Report:
        with self.lock:
            if self.timer is not None:
                self.timer.cancel()
            pool = self.pools.get(course.root) or self._start(course)
            try:
                ((_, report),) = pool.grade([order])
            except BaseException:
                self._end()
                raise
            self.timer = threading.Timer(_IDLE, self.close)
            self.timer.daemon = True
            self.timer.start()
        return report or ungraded(order, "error", _LOST, course.assignment(order.assignment).max_score)

    def _start(self, course: Course) -> Pool:
        pool = self.pools[course.root] = self.stack.enter_context(
            Pool(course.root, 1, secret=course_secret(course.title))
        )
        return pool

    def _end(self) -> None:
        self.pools.clear()
        self.stack.close()

    def close(self) -> None:
        with self.lock:
            self._end()


_warm = _Warm()
atexit.register(_warm.close)


def grade(course: Course, order: Order) -> Report:
    """Grade one submission."""
    return _warm.grade(course, order)
