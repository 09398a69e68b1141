"""What lies around graders and reference while they run: modules beside them, and the assignment's files."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Modules in this folder are imported by their names, and forgotten in the end: other courses use the same."""
    # ahead of all else, as Python does it for a program's own folder
    place = str(folder)
    sys.path.insert(0, place)
    try:
        yield
    finally:
        sys.path.remove(place)
        for name, module in list(sys.modules.items()):
            # to ask a module for an attribute may import more of it
            file = getattr(module, "__dict__", {}).get("__file__")
            if isinstance(file, str) and file.startswith(f"{place}{os.sep}"):
                del sys.modules[name]


@contextlib.contextmanager
def in_place(files: Mapping[str, Path]) -> Iterator[None]:
    """The files that students have beside the notebook are in the working directory here as well, by the same names.

    It is a folder made for this: whatever a solution writes there is gone in the end.
    """
    if not files:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="autograder-files-") as folder:
        copy_files(files, Path(folder))
        with contextlib.chdir(folder), importable(Path(folder)):
            yield


def copy_files(files: Mapping[str, Path], folder: Path) -> None:
    """Copy files into a folder by these names, as students' code gets them: a link would let a solution change them."""
    for name, path in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
