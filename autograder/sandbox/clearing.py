"""What a sandbox leaves behind where it has no namespaces of its own: processes, and files. A cleaner clears it away.

The cleaner acts as the sandbox's user, so that it can harm nobody else whatever it finds, and as a process of its own,
so that nobody waits for it. Nothing of the user's can end it: its real user is another one.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox import watch
from autograder.sandbox.jail.spaces import SHARED_MEMORY

SECONDS = 60  # that a cleaner may take
_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW  # never what a link points to
_ENDED = (b"Z", b"X", b"")  # states of a process: nobody has waited for it, it is being cleared away, it is gone


def become(user: int, cleaner: int) -> None:
    """Act as `user`, and be nobody's whom that user may signal: `cleaner` is a user that has no processes."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(cleaner, user, cleaner)


def end_processes(user: int) -> None:
    """End every process of this one's acting user, and return when none of them runs any more."""
    # what it started while one round of signals went out is met by the next round
    while is_running(user):
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)


def is_running(user: int) -> bool:
    """Whether a process of this user runs: one that has ended, and that nobody has waited for, does not."""
    for process, facts in watch.processes().items():
        if facts.user != user or process == os.getpid():
            continue
        if watch.state(process) not in _ENDED:
            return True
    return False


def remove_files(home: str, user: int | None) -> None:
    """Remove a sandbox's home, and what its user has left in /dev/shm."""
    remove(home)
    if user is None:
        return
    # the one folder beside its home in which a sandbox may leave something
    for entry in os.scandir(SHARED_MEMORY):
        with contextlib.suppress(OSError):
            if entry.stat(follow_symlinks=False).st_uid != user:
                continue
            if entry.is_dir(follow_symlinks=False):
                remove(entry.path)
            else:
                Path(entry.path).unlink()


def remove(folder: str) -> None:
    """Remove a folder and all that it holds, however deep, long, many or unreadable; what resists is left.

    A folder inside is moved up before it is emptied: so nothing lies deep, no path is long, and nothing recurses.
    """
    with contextlib.suppress(PermissionError):  # a sandbox's home is not its user's, who may write to it all the same
        Path(folder).chmod(0o700)
    with contextlib.suppress(OSError):
        top = os.open(folder, _OPEN_FOLDER)
        try:
            _empty(top)
        finally:
            os.close(top)
        Path(folder).rmdir()


def _empty(top: int) -> None:
    """Remove everything in an open folder."""
    names = _new_names()
    folders = _moved_up(top, top, names)
    while folders:
        name = folders.pop()
        with contextlib.suppress(OSError):
            opened = os.open(name, _OPEN_FOLDER, dir_fd=top)
            try:
                folders += _moved_up(opened, top, names)
            finally:
                os.close(opened)
            os.rmdir(name, dir_fd=top)


def _new_names() -> Iterator[str]:
    """Names at random, which nothing can have that lies there already."""
    for number in itertools.count():
        yield f"{secrets.token_hex(8)}-{number}"


def _moved_up(folder: int, top: int, names: Iterator[str]) -> list[str]:
    """Remove the files in an open folder, and move its folders into `top`, under new names, which are returned."""
    old_names = []
    for entry in os.scandir(folder):
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                old_names.append(entry.name)
            else:
                os.unlink(entry.name, dir_fd=folder)
    new_names = []
    # only now: what is moved into the folder that is being listed might be listed again
    for old_name in old_names:
        with contextlib.suppress(OSError):
            os.chmod(old_name, stat.S_IRWXU, dir_fd=folder)  # a folder can be moved only by who may write to it
            new_name = next(names)
            os.rename(old_name, new_name, src_dir_fd=folder, dst_dir_fd=top)
            new_names.append(new_name)
    return new_names
