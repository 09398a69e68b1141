"""Landlock: which files this process and its children may read and write, kept by the kernel itself."""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterable

from autograder import linux

# rights, from the kernel's linux/landlock.h: one bit each
_EXECUTE = 1
_WRITE = 1 << 1
_READ = 1 << 2
_READ_DIR = 1 << 3
_REMOVE_FILE = 1 << 5
_MAKE_FILE = 1 << 8
_FIRST_VERSION = (1 << 13) - 1  # all the rights that Landlock began with
_REFER = 1 << 13  # since version 2
_TRUNCATE = 1 << 14  # since version 3
_IOCTL = 1 << 15  # since version 5

_TO_READ = _READ | _READ_DIR | _EXECUTE
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL  # those that mean something where there is no folder
_OF_PLAIN_FILES = _WRITE | _READ | _REMOVE_FILE | _MAKE_FILE | _TRUNCATE

_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_TCP_BIND_CONNECT = 3
_SCOPE_ABSTRACT_SOCKET_AND_SIGNAL = 3


def version() -> int:
    """The kernel's Landlock ABI: 0 where there is none."""
    try:
        return linux.call("landlock_create_ruleset", None, 0, _CREATE_RULESET_VERSION)
    except OSError:
        return 0


def restrict(
    readable: Iterable[str], writable: Iterable[str], *, shared: Iterable[str] = (), filled: Iterable[str] = ()
) -> None:
    """Leave only these trees, and no TCP and no signal to the outside where the kernel knows how.

    In `shared` folders, which others write to as well, there may be plain files: no list of their names, no socket, no
    folder. What is there already in `filled` ones may be read and written, and nothing made or removed. Needs
    NO_NEW_PRIVS. Raises OSError where there is no Landlock. Paths that do not exist are passed over.
    """
    abi = version()
    if not abi:
        raise OSError(errno.ENOSYS, "no Landlock")
    known_rights = _known_rights(abi)
    attributes = _attributes(abi, known_rights)
    ruleset = linux.call("landlock_create_ruleset", attributes, len(attributes), 0)
    try:
        # the kernel refuses a rule with a right that the ruleset does not name: each is cut down to those it knows
        for path in readable:
            _allow(ruleset, path, _TO_READ & known_rights)
        for path in writable:
            _allow(ruleset, path, known_rights)
        for path in shared:
            _allow(ruleset, path, _OF_PLAIN_FILES & known_rights)
        for path in filled:
            _allow(ruleset, path, (_READ | _WRITE | _TRUNCATE) & known_rights)
        linux.call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _known_rights(abi: int) -> int:
    """Every right to files that this version of Landlock keeps."""
    rights = _FIRST_VERSION
    if abi >= 2:
        rights |= _REFER
    if abi >= 3:
        rights |= _TRUNCATE
    if abi >= 5:
        rights |= _IOCTL
    return rights


def _attributes(abi: int, known_rights: int) -> bytes:
    """What a ruleset is to restrict: a struct landlock_ruleset_attr, as long as this version has it."""
    attributes = struct.pack("<Q", known_rights)
    if abi >= 4:
        attributes += struct.pack("<Q", _TCP_BIND_CONNECT)
    if abi >= 6:
        attributes += struct.pack("<Q", _SCOPE_ABSTRACT_SOCKET_AND_SIGNAL)
    return attributes


def _allow(ruleset: int, path: str, rights: int) -> None:
    """Add a rule for what lies below a path; none where the path does not exist."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):  # noqa: PTH112  a Path costs more, for each tree of each submission
            rights &= _OF_FILES
        rule = struct.pack("<Qi", rights, descriptor)
        linux.call("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)
