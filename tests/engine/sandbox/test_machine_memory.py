"""The memory of the machine, and of a container that may have less of it."""

from autograder.sandbox import machine_memory
from autograder.sandbox.jail import container


class Limited:
    """A container of 7 MB of which 5 are left, or one that does not say."""

    def __init__(self, fault=None):
        self.fault = fault

    def left_mb(self):
        if self.fault:
            raise self.fault
        return 5.0

    def size_mb(self):
        if self.fault:
            raise self.fault
        return 7.0


def test_a_container_may_have_less_than_its_machine(monkeypatch):
    """The smaller of both counts; one that can't be asked does not count."""
    monkeypatch.setattr(container, "limited_groups", lambda: [Limited(), Limited(OSError()), Limited(ValueError())])
    here = machine_memory.Machine()
    assert (here.left_mb(), here.size_mb()) == (5.0, 7.0)


def test_the_machine_has_memory_and_uses_some_that_no_process_shows():
    """The kernel's own tables at least."""
    here = machine_memory.Machine()
    assert 0 < here.left_mb() <= here.size_mb()
    assert 0 <= machine_memory.all_shared_mb() < here.size_mb()
    assert machine_memory.unseen_mb() > 0
