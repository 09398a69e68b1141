"""What pip has installed: our own distribution, the packages that it takes, and their versions."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from autograder import __version__
from autograder.course import Assignment, Course, UsageError
from autograder.required import requirement

NAME = "tensorgrade"
CPU_TORCH = "https://download.pytorch.org/whl/cpu"  # torch without CUDA, gigabytes smaller
CONSTRAINTS = "constraints.txt"
_DEVELOPMENT = "dev"  # the extra for contributors: no course and no platform takes it
# of a line of constraints.txt: a comment, options such as --hash, and the mark that the next line belongs to it
_BESIDE_THE_PIN = re.compile(r"(^|\s)(#|--|-[a-z]\s).*$|\s*\\$")


def about() -> str:
    """Name and version, and the version of torch, which decides what students' code can do."""
    return f"{NAME} {__version__} (torch {version_of('torch') or 'is not installed'})"


def version_of(package: str) -> str:
    """The version of a package, empty where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def command_for(extra: str) -> str:
    """The command that installs what an extra takes, for the Python that runs here."""
    return f"{sys.executable} -m pip install '{NAME}[{extra}]'"


def distribution() -> metadata.Distribution:
    """Our own distribution, as pip has installed it. Raises UsageError where it has not."""
    try:
        return metadata.distribution(NAME)
    except metadata.PackageNotFoundError:
        folder = Path(__file__).resolve().parents[1]
        raise UsageError(
            "{name} runs from {folder}, where pip has not installed it: {executable} -m pip install -e {folder}",
            name=NAME, folder=folder, executable=sys.executable,
        ) from None


def requirements() -> list[str]:
    """What grading takes, as pip reads it: the requirements without those of extras."""
    texts = []
    for text in distribution().requires or ():
        if "extra" not in str(Requirement(text).marker or ""):
            texts.append(text)
    return texts


def pins(required_packages: Iterable[str] = ()) -> dict[str, str]:
    """For each package that we take, or that one of these takes: what pins the version that is installed here.

    So it is for `required_packages` of a course.
    """
    extras = set(distribution().metadata.get_all("Provides-Extra") or ()) - {_DEVELOPMENT}
    pinned: dict[str, str] = {}
    visited: set[tuple[str, frozenset[str]]] = set()
    pending = [(NAME, frozenset(extras))]
    for text in required_packages:
        package_required = requirement(text)
        pending.append((canonicalize_name(package_required.name), frozenset(package_required.extras)))
    while pending:
        package, package_extras = pending.pop()
        if (package, package_extras) in visited:
            continue
        visited.add((package, package_extras))
        version = version_of(package)
        if not version:
            continue  # of an extra that nobody has asked for, or meant for another system
        if package != NAME:
            # a build's own mark, such as +cpu, is known to one index only
            pinned[package] = f"{package}=={Version(version).public}"
        pending += _taken_by(package, package_extras)
    return dict(sorted(pinned.items()))


def _taken_by(package: str, extras: Collection[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The packages that an installed one takes here, by their names and with the extras that it asks of them."""
    for text in metadata.requires(package) or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield canonicalize_name(requirement.name), frozenset(requirement.extras)


def pins_of(course: Course) -> dict[str, str]:
    """What the course's constraints.txt pins, by package; nothing where there is none."""
    path = course.root / CONSTRAINTS
    if not path.is_file():
        return {}
    return dict(_pins_in(path.read_text(encoding="utf-8"), path))


@functools.lru_cache(maxsize=8)  # a release asks for each assignment and package
def _pins_in(constraints: str, path: Path) -> dict[str, str]:
    pinned: dict[str, str] = {}
    for line in constraints.splitlines():
        text = _BESIDE_THE_PIN.sub("", line).strip()
        if not text:
            continue
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            raise UsageError(
                "{path}: expected a pin such as torch==2.13.0, got {line}",
                path=path, line=repr(line.strip()),
            ) from None
        if requirement.marker is None or requirement.marker.evaluate():
            pinned[canonicalize_name(requirement.name)] = text
    return pinned


def pinned(course: Course, package: str) -> str:
    """A package in the version that grades: as the course pins it, else as it is installed here."""
    of_course = pins_of(course).get(canonicalize_name(package))
    if of_course is not None:
        return of_course
    version = version_of(package)
    if version:
        return f"{package}=={Version(version).public}"
    return package


def pinned_requirements(course: Course, assignment: Assignment) -> list[str]:
    """The packages that an assignment requires, each in the version that grades. Raises UsageError."""
    course.check_requires(assignment.name)
    requirements = []
    for text in assignment.requires:
        package = requirement(text)
        # a bare pin would lose what the text says beside name and version
        if package.url or package.marker or package.extras:
            requirements.append(text)
        else:
            requirements.append(pinned(course, package.name))
    return requirements


def constraints(course: Course) -> str:
    """The text of a constraints.txt for another machine, which then grades with the versions of this one."""
    required_packages: list[str] = []
    for assignment in course.assignments.values():
        required_packages += assignment.requires
    lines = pins(required_packages) | pins_of(course)
    return "\n".join(lines[package] for package in sorted(lines)) + "\n"
