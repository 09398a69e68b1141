"""A pool that stays warm between submissions: nbgrader converts them one by one, and its server for hours."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from autograder.course import Course
from autograder.report import Report, ungraded
from autograder.secret import course_secret
from autograder.workers.messages import Order
from autograder.workers.pool import Pool

_IDLE = 60.0  # seconds after which it is ended
_LOST = "the worker that graded it was ended, twice"


class _Warm:
    """One course's pool of one worker, which goes on from order to order as in a class's run."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stack = ExitStack()
        self.course: Path | None = None
        self.order: Order | None = None
        self.reports: Iterator[tuple[Order, Report | None]] = iter(())
        self.timer: threading.Timer | None = None

    def grade(self, course: Course, order: Order) -> Report:
        with self.lock:
            if self.timer is not None:
                self.timer.cancel()
            if self.course != course.root:
                self._start(course)
            self.order = order
            try:
                _, report = next(self.reports)
            except BaseException:
                self._end()
                raise
            self.timer = threading.Timer(_IDLE, self.close)
            self.timer.daemon = True
            self.timer.start()
        return report or ungraded(order, "error", _LOST, course.assignment(order.assignment).max_score)

    def _start(self, course: Course) -> None:
        self._end()
        pool = self.stack.enter_context(Pool(course.root, 1, secret=course_secret(course.title)))
        self.course, self.reports = course.root, pool.grade(self._orders())

    def _orders(self) -> Iterator[Order]:
        """The order that came last: the pool asks for the next one when it is asked for the next report."""
        while self.order is not None:
            yield self.order

    def _end(self) -> None:
        self.course, self.order, self.reports = None, None, iter(())
        self.stack.close()

    def close(self) -> None:
        with self.lock:
            self._end()


_warm = _Warm()
atexit.register(_warm.close)


def grade(course: Course, order: Order) -> Report:
    """Grade one submission."""
    return _warm.grade(course, order)
