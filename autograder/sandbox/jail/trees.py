"""What a sandbox may read: the system's libraries, this interpreter and its packages. Nothing of the course."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path

from autograder.own_environment import holds_a_home, library_folders

_SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/fonts",
    "/etc/mime.types",
    "/sys/devices/system/cpu",  # torch asks how many processors there are
)


@functools.cache
def readable_trees() -> tuple[str, ...]:
    """The folders and files that a sandbox may read, with all that lies below them."""
    trees = [*_SYSTEM, *sorted(interpreter_trees())]
    return tuple(tree for tree in trees if os.path.lexists(tree))


def interpreter_trees() -> set[str]:
    """Where this interpreter and its packages lie. An environment's own folder may hold only links to another one's."""
    trees = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    trees.add(str(Path(sys.executable).resolve().parent.parent))
    for folder in [*filter(_holds_packages, sys.path), *library_folders()]:
        if not holds_a_home(folder):
            trees.add(folder)
    return trees


def _holds_packages(entry: str) -> bool:
    """Whether pip has filled this folder: it has one of these names, or holds a folder about each package."""
    folder = Path(entry)
    if folder.name in ("site-packages", "dist-packages"):
        return True
    return folder.is_absolute() and any(folder.glob("*.dist-info"))


@functools.cache
def readable_below(folder: str) -> tuple[str, ...]:
    """Those of these trees that lie below a folder."""
    return tuple(tree for tree in readable_trees() if is_within(tree, folder))


def is_within(path: str, parent: str) -> bool:
    """Whether a path is another or lies below it, as they are written: no link is followed."""
    return Path(path).is_relative_to(parent)


def sees(path: Path) -> bool:
    """Whether a sandbox would see this path although the jail holds."""
    return _tree_around(path) is not None


def lies_open(what: str, path: Path) -> str | None:
    """A sentence for whoever wants to grade with `what` at a path that students' code may read; None where it may not.

    The path need not exist. Links are followed. Neither torch nor a process is needed.
    """
    tree = _tree_around(path)
    if tree is None:
        return None
    return f"students' code may read all of {tree}, and {what} ({path}) lies in it: move {what} out of there"


def _tree_around(path: Path) -> str | None:
    """The readable tree in which a path lies, with all links followed on both sides."""
    for tree in readable_trees():
        if path.resolve().is_relative_to(Path(tree).resolve()):
            return tree
    return None
