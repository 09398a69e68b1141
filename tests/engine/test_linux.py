"""What the kernel tells of a process to who holds its pidfd, tried with processes."""

import os
import signal
import socket

import pytest

from autograder import linux

if not linux.tells_exits():
    pytest.skip("Linux before 6.15 does not tell how a process ended", allow_module_level=True)


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    assert linux.pass_pidfd(ours)
    with ours, theirs:
        yield ours, theirs


def sender(pair, end):
    """A process that says one byte and then ends as `end` has it; and a pidfd of it."""
    ours, theirs = pair
    process = os.fork()
    if process == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # whoever runs these tests may have a handler of his own
        theirs.send(b"x")
        end()
        os._exit(0)
    data, pidfd = linux.recv_with_pidfd(ours, 1)
    assert data == b"x"
    assert pidfd is not None
    return process, pidfd


@pytest.mark.parametrize(
    ("end", "status"),
    [(lambda: os._exit(3), 3 << 8), (lambda: signal.raise_signal(15), 15), (lambda: signal.raise_signal(9), 9)],
)
def test_how_a_process_ended(pair, end, status):
    """As waitpid says it to the parent, once it has been waited for and not before."""
    process, pidfd = sender(pair, end)
    waited = os.waitpid(process, 0)[1]
    assert linux.pidfd_exit(pidfd) == waited == status
    os.close(pidfd)


def test_one_that_runs_has_not_ended(pair):
    """None, also for one that has ended and is not waited for; and a pidfd is enough to end it."""
    process, pidfd = sender(pair, signal.pause)
    assert linux.pidfd_exit(pidfd) is None
    signal.pidfd_send_signal(pidfd, signal.SIGKILL)
    os.waitid(os.P_PIDFD, pidfd, os.WEXITED | os.WNOWAIT)
    assert linux.pidfd_exit(pidfd) is None
    os.waitpid(process, 0)
    assert linux.pidfd_exit(pidfd) == signal.SIGKILL
    os.close(pidfd)


def test_a_message_says_who_sent_it_also_when_that_one_is_gone(pair):
    """A pidfd that comes late still tells how its process ended."""
    ours, theirs = pair
    process = os.fork()
    if process == 0:
        theirs.send(b"x")
        os._exit(5)
    os.waitpid(process, 0)
    _, pidfd = linux.recv_with_pidfd(ours, 1)
    assert pidfd is None or linux.pidfd_exit(pidfd) == 5 << 8


def test_without_asking_nobody_is_named():
    """A socket that was not told to pass it, and a file that is no pidfd."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"x")
        assert linux.recv_with_pidfd(ours, 1) == (b"x", None)
        assert linux.pidfd_exit(ours.fileno()) is None


def test_descriptors_that_come_along_are_closed(pair):
    """Whoever sends files with its byte fills no table of ours."""
    ours, theirs = pair
    before = len(os.listdir("/proc/self/fd"))
    socket.send_fds(theirs, [b"x"], [theirs.fileno()] * 253)
    data, pidfd = linux.recv_with_pidfd(ours, 1)
    assert data == b"x"
    assert pidfd is not None
    os.close(pidfd)
    assert len(os.listdir("/proc/self/fd")) == before
