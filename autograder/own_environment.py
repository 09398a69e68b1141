"""What a process of ours, started with a clean environment, needs so as to find what this one has found.

Python and its packages may lie where only variables say so: below `PYTHONPATH`, as `module load` on a cluster and
`pip install --target` leave them; in a user's own folder, by `pip install --user`; shared libraries, a GPU's driver
among them, below `LD_LIBRARY_PATH`.
"""

from __future__ import annotations

import os
import site
from pathlib import Path

_PACKAGES = "PYTHONPATH"
_LIBRARIES = "LD_LIBRARY_PATH"


def own_environment() -> dict[str, str]:
    """The variables by which the interpreter, its packages and their libraries are found."""
    environment: dict[str, str] = {}
    for variable in (_PACKAGES, _LIBRARIES):
        folders = _folders_in(variable)
        if folders:
            environment[variable] = os.pathsep.join(folders)
    if site.ENABLE_USER_SITE:
        environment["PYTHONUSERBASE"] = site.getuserbase()
    else:
        environment["PYTHONNOUSERSITE"] = "1"
    return environment


def library_folders() -> list[str]:
    """The folders in which shared libraries are looked for, besides the system's own."""
    return [folder for folder in _folders_in(_LIBRARIES) if _has_libraries(folder)]


def _folders_in(variable: str) -> list[str]:
    """The paths in a variable, made absolute. An empty one would mean wherever each process happens to be."""
    entries = os.environ.get(variable, "").split(os.pathsep)
    return [str(Path(entry).absolute()) for entry in entries if entry]


def _has_libraries(folder: str) -> bool:
    try:
        return any(".so" in path.name for path in Path(folder).iterdir())
    except OSError:
        return False
