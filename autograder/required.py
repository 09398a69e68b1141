"""The packages that an assignment requires beside the engine's own: read, and looked for on this machine."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import metadata

from packaging.requirements import InvalidRequirement, Requirement


def requirement(text: str) -> Requirement:
    """A package as pip reads it, such as "pandas>=2". Raises ValueError, which says what to write."""
    try:
        return Requirement(text)
    except InvalidRequirement:
        raise ValueError(f'requires: expected a package such as "pandas" or "pandas>=2", got {text!r}') from None


def versions(texts: Sequence[str]) -> dict[str, str]:
    """The version of each required package that is installed here, empty where there is none."""
    return {text: _version_of(requirement(text)) for text in texts}


def problem(texts: Sequence[str]) -> str:
    """Which of these packages this machine lacks, and the command that installs them; empty where it has all.

    Raises ValueError for what is no package.
    """
    wanted = []
    facts = []
    for text, version in versions(texts).items():
        package = requirement(text)
        # pip leaves out what is meant for another system, and so do we
        if package.marker is not None and not package.marker.evaluate():
            continue
        # whoever has installed a release candidate has meant to
        if version and package.specifier.contains(version, prereleases=True):
            continue
        wanted.append(f"'{text}'")
        facts.append(f"{text} ({_found(version)})")
    if not wanted:
        return ""
    return f"requires {', '.join(facts)}: {sys.executable} -m pip install {' '.join(wanted)}"


def _version_of(package: Requirement) -> str:
    try:
        return metadata.version(package.name)
    except metadata.PackageNotFoundError:
        return ""


def _found(version: str) -> str:
    if version:
        return f"{version} is installed"
    return "not installed"
