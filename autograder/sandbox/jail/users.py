"""A user for each sandbox, which nobody else is: so that its processes are counted, signalled and ended apart."""

from __future__ import annotations

import functools
import os
import secrets
from pathlib import Path

_HIGH_IDS = range(1_000_000_000, 2_000_000_000)  # where no account is
_PLAIN_IDS = range(61_530, 65_534)  # where a user namespace maps only 65,536 users
_NO_IDS = range(0)
_TRIES = 100
# bits of a set of capabilities
_CHOWN = 0
_SETGID = 6
_SETUID = 7


def new_user() -> int | None:
    """A user id for one sandbox, at random, or None where this process can't become another user.

    Among the few plain ones, one that no process has.
    """
    ids = _ids()
    if not ids:
        return None
    user = _drawn_from(ids)
    if ids is _HIGH_IDS:  # among a thousand million, nobody draws the same one twice
        return user
    users_at_work = _users_of_processes()
    for _ in range(_TRIES):
        if user not in users_at_work:
            break
        user = _drawn_from(ids)
    return user


def _drawn_from(ids: range) -> int:
    return ids.start + secrets.randbelow(len(ids))


def become(user: int, home: str) -> None:
    """Become a user and a group of one, for good, with a home that only this group can enter.

    The home stays whose it was: who does not own it can't open it to others. Raises OSError.
    """
    os.setgroups([])
    os.chown(home, -1, user)
    os.chmod(home, 0o770)  # noqa: PTH101, S103  the group is of one user alone; a Path's chmod does the same
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


@functools.cache
def _ids() -> range:
    """The ids to choose from; none where this process lacks the right, or its user namespace maps too few."""
    if os.geteuid() != 0 or not _may_change_user():
        return _NO_IDS
    for ids in (_HIGH_IDS, _PLAIN_IDS):
        if _maps("uid_map", ids) and _maps("gid_map", ids):
            return ids
    return _NO_IDS


def _may_change_user() -> bool:
    """Whether this process has the three capabilities that `become` needs."""
    for line in Path("/proc/self/status").read_bytes().splitlines():
        name, _, value = line.partition(b":")
        if name == b"CapEff":
            capabilities = int(value, 16)
            return all(capabilities >> bit & 1 for bit in (_CHOWN, _SETGID, _SETUID))
    return True  # a platform that does not tell: whether it can be done is seen when it is


def _maps(name: str, ids: range) -> bool:
    """Whether all of these ids exist in this process's user namespace."""
    for line in Path(f"/proc/self/{name}").read_text().splitlines():
        first, _, count = map(int, line.split())
        if first <= ids.start and ids.stop <= first + count:
            return True
    return False


def _users_of_processes() -> set[int]:
    users = set()
    for entry in os.scandir("/proc"):
        try:
            users.add(entry.stat(follow_symlinks=False).st_uid)
        except OSError:  # it has ended meanwhile
            continue
    return users
