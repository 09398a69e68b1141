"""The pool that nbgrader's conversions share: one for a course, gone with a fault, and gone after a while."""

import msgspec
import pytest

from autograder.platforms.nbgrader import kept_pool
from autograder.report import ungraded
from autograder.workers.orders import Order, PoolFault

ORDER = Order("outcomes", "a.ipynb", "ann", 1)


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
    return started


@pytest.fixture
def kept(pools):
    one = kept_pool.KeptPool()
    yield one
    one.close()


def test_a_course_has_one_pool(kept, pools, course):
    """Its worker stays, too."""
    for _ in range(2):
        assert kept.grade(course, ORDER).reason == "because"
    (pool,) = pools
    assert pool.log == [(ORDER, True)] * 2
    assert (pool.terms.course, pool.size) == (str(course.root), 1)


def test_another_course_ends_it(kept, pools, course, tmp_path):
    kept.grade(course, ORDER)
    kept.grade(msgspec.structs.replace(course, root=tmp_path), ORDER)
    assert pools[0].log[-1] == "ended"
    assert [pool.terms.course for pool in pools] == [str(course.root), str(tmp_path)]


def test_a_fault_ends_it(kept, pools, course):
    """And the next submission gets a new one."""
    kept.grade(course, ORDER)
    pools[0].fault = PoolFault("no worker")
    with pytest.raises(PoolFault):
        kept.grade(course, ORDER)
    assert pools[0].log[-1] == "ended"
    kept.grade(course, ORDER)
    assert len(pools) == 2


def test_it_ends_when_nothing_is_graded(pools, course):
    """After a while without an order, counted from the last one."""
    kept = kept_pool.KeptPool(idle_seconds=0.01)
    kept.grade(course, ORDER)
    kept.timer.join()
    assert pools[0].log[-1] == "ended"
    assert kept.pool is None
