"""A pool that stays warm between submissions: nbgrader converts them one by one, and its server for hours."""

from __future__ import annotations

import atexit
import threading
from contextlib import ExitStack

from autograder.course import Course
from autograder.report import Report
from autograder.secret import course_secret
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

_IDLE = 60.0  # seconds after which it is ended


class KeptPool:
    """One course's pool of one worker, ended when nothing has been graded for a while."""

    def __init__(self, idle_seconds: float = _IDLE) -> None:
        self.idle_seconds = idle_seconds
        self.lock = threading.Lock()
        self.stack = ExitStack()
        self.pool: Pool | None = None
        self.timer: threading.Timer | None = None

    def grade(self, course: Course, order: Order) -> Report:
        """Grade one submission. Raises PoolFault and Unsafe where nothing can be graded."""
        with self.lock:
            if self.timer is not None:
                self.timer.cancel()
            try:
                report = self._pool_of(course).grade_one(order, keep_worker=True)
            except BaseException:  # also Ctrl-C, which leaves a worker in the middle of a submission
                self._end()
                raise
            self.timer = threading.Timer(self.idle_seconds, self.close)
            self.timer.daemon = True  # a program that ends does not wait for it
            self.timer.start()
        return report

    def _pool_of(self, course: Course) -> Pool:
        folder = str(course.root)
        if self.pool is None or self.pool.terms.course != folder:
            self._end()
            terms = Terms(course=folder, secret=course_secret(course.title))
            self.pool = self.stack.enter_context(Pool(terms, 1))
        return self.pool

    def _end(self) -> None:
        self.pool = None
        self.stack.close()

    def close(self) -> None:
        """End the pool; the next submission gets a new one."""
        with self.lock:
            self._end()


_kept_pool = KeptPool()
atexit.register(_kept_pool.close)


def grade(course: Course, order: Order) -> Report:
    """Grade one submission. Raises PoolFault and Unsafe where nothing can be graded."""
    return _kept_pool.grade(course, order)
