"""The pool that nbgrader's conversions share: one for a course, gone with a fault, and gone after a while."""

import msgspec
import pytest

from autograder.platforms.nbgrader import kept_pool
from autograder.report import ungraded
from autograder.workers.orders import Order, PoolFault

ORDER = Order("newton", "a.ipynb", "ann", 1)


class Pool:
    """In place of a pool: it says what is done with it."""

    def __init__(self, terms, size):
        self.terms, self.size, self.log = terms, size, []
        self.fault = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.log.append("ended")

    def grade_one(self, order, *, keep_worker):
        if self.fault is not None:
            raise self.fault
        self.log.append((order, keep_worker))
        return ungraded(order, "rejected", "because")


@pytest.fixture
def pools(monkeypatch):
    started = []
    monkeypatch.setattr(kept_pool, "Pool", lambda terms, size: started.append(Pool(terms, size)) or started[-1])
    monkeypatch.setattr(kept_pool, "_kept_pool", kept_pool._KeptPool())
    yield started
    kept_pool._kept_pool.timer.cancel()


def test_a_course_has_one_pool(pools, course, tmp_path):
    """For as long as no other course's work comes; its worker stays, too."""
    for _ in range(2):
        assert kept_pool.grade(course, ORDER).reason == "because"
    (pool,) = pools
    assert pool.log == [(ORDER, True)] * 2 and (pool.terms.course, pool.size) == (str(course.root), 1)
    kept_pool.grade(msgspec.structs.replace(course, root=tmp_path), ORDER)
    assert pool.log[-1] == "ended" and len(pools) == 2 and pools[-1].terms.course == str(tmp_path)


def test_a_fault_ends_it(pools, course):
    """And the next submission gets a new one."""
    kept_pool.grade(course, ORDER)
    pools[0].fault = PoolFault("no worker")
    with pytest.raises(PoolFault):
        kept_pool.grade(course, ORDER)
    assert pools[0].log[-1] == "ended"
    kept_pool.grade(course, ORDER)
    assert len(pools) == 2


def test_it_ends_when_nothing_is_graded(pools, course, monkeypatch):
    """After a while without an order, counted from the last one."""
    monkeypatch.setattr(kept_pool, "_IDLE", 0.01)
    kept_pool.grade(course, ORDER)
    kept_pool._kept_pool.timer.join()
    assert pools[0].log[-1] == "ended" and kept_pool._kept_pool.pool is None
