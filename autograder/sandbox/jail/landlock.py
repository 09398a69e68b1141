"""Landlock: which files this process and its children may read and write, kept by the kernel itself."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from autograder import linux

_EXECUTE, _WRITE, _READ, _READ_DIR, _REFER, _TRUNCATE, _IOCTL = 1, 2, 4, 8, 1 << 13, 1 << 14, 1 << 15
_REMOVE_FILE, _MAKE_FILE = 1 << 5, 1 << 8
_FILE_RIGHTS = _EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL
_PLAIN_FILES = _WRITE | _READ | _REMOVE_FILE | _MAKE_FILE | _TRUNCATE
_CREATE_RULESET_VERSION, _RULE_PATH_BENEATH = 1, 1
_TCP_BIND_CONNECT, _SCOPE_ABSTRACT_SOCKET_AND_SIGNAL = 3, 3


def version() -> int:
    """The kernel's Landlock ABI: 0 where there is none."""
    try:
        return linux.call("landlock_create_ruleset", None, 0, _CREATE_RULESET_VERSION)
    except OSError:
        return 0


def _file_rights(abi: int) -> int:
    rights = (1 << 13) - 1
    return rights | (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0) | (_IOCTL if abi >= 5 else 0)


def restrict(readable: Iterable[str], writable: Iterable[str], shared: Iterable[str] = ()) -> None:
    """Leave only these trees, and no TCP and no signal to the outside where the kernel knows how.

    In `shared` folders, which others write to as well, there may be plain files: no list of their names, no socket, no
    folder. Needs NO_NEW_PRIVS. Raises OSError where there is no Landlock. Paths that do not exist are passed over.
    """
    abi = version()
    if not abi:
        raise OSError(38, "no Landlock")
    every = _file_rights(abi)
    attributes = struct.pack("<Q", every)
    if abi >= 4:
        attributes += struct.pack("<Q", _TCP_BIND_CONNECT)
    if abi >= 6:
        attributes += struct.pack("<Q", _SCOPE_ABSTRACT_SOCKET_AND_SIGNAL)
    ruleset = linux.call("landlock_create_ruleset", attributes, len(attributes), 0)
    try:
        for path in readable:
            _allow(ruleset, path, (_READ | _READ_DIR | _EXECUTE) & every)
        for path in writable:
            _allow(ruleset, path, every)
        for path in shared:
            _allow(ruleset, path, _PLAIN_FILES & every)
        linux.call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):  # noqa: PTH112  one call, on the way to every submission
            rights &= _FILE_RIGHTS
        rule = struct.pack("<Qi", rights, descriptor)
        linux.call("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)
