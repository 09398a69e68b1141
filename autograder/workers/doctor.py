"""`autograder doctor`: what this machine has for grading, found by starting what grading would start."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path

from rich.console import Console

from autograder import __version__, installed, required
from autograder.course import ORDER, Course, UsageError
from autograder.languages import counted
from autograder.workers.devices import AUTO, environment
from autograder.workers.orders import Machine, PoolFault, Terms, Unsafe
from autograder.workers.pool import Pool, cores

_PACKAGES = ("torch", "numpy", "pytest", "ipython")


def examine(course: Course | None, *, quiet: bool) -> int:
    """Print what this machine has, and the course, if there is one. Returns 0 where it can grade safely, else 1."""
    console = Console(quiet=quiet, highlight=False, soft_wrap=True)
    versions = [f"{package} {installed.version_of(package) or 'missing'}" for package in _PACKAGES]
    console.print(f"versions   {installed.NAME} {__version__}, {', '.join(versions)}")
    console.print(f"           Python {platform.python_version()} on {platform.platform()}")
    if course is not None:
        assignments = counted("{count} assignment", "{count} assignments", len(course.assignments))
        console.print(f"course     {course.title}: {assignments} in {course.root}")
        lacking = _print_requirements(course, console)
        return _examine_grading(course, console) or int(lacking)
    console.print("course     none here: `autograder init DIR` makes one")
    with tempfile.TemporaryDirectory(prefix="autograder-course-") as folder:
        # workers grade for a course: an empty one shows what holds on this machine
        (Path(folder) / ORDER).parent.mkdir()
        (Path(folder) / ORDER).write_text('title = "No course"\n', encoding="utf-8")
        return _examine_grading(Course.load(Path(folder)), console)


def _print_requirements(course: Course, console: Console) -> bool:
    """Which packages the assignments require, and which of these are missing. Returns whether any are."""
    is_lacking = False
    installed_versions: dict[str, str] = {}
    for assignment in course.assignments.values():
        try:
            course.check_requires(assignment.name)
        except UsageError as fault:
            is_lacking = True
            Console(stderr=True, soft_wrap=True).print(f"MISSING    {fault}", markup=False)
        else:
            installed_versions |= required.versions(assignment.requires)
    packages = [f"{required.requirement(text).name} {version}" for text, version in installed_versions.items()]
    if packages:
        console.print(f"requires   {', '.join(packages)}", markup=False)
    return is_lacking


def _examine_grading(course: Course, console: Console) -> int:
    """Start what grading starts, and print which devices and layers of isolation it has."""
    console.print(f"devices    {cores()} processors; {_cards()}")
    try:
        # that students' code could do something here is an answer, and no reason not to ask
        with Pool(Terms(course=str(course.root), device=AUTO, allow_unsafe=True), 1) as pool:
            machine = pool.ask()
    except (PoolFault, Unsafe) as fault:
        Console(stderr=True).print(f"grading does not work here: {fault}", markup=False)
        return 1
    _print_isolation(console, machine)
    if machine.weaknesses:
        return 1
    console.print("ready      submissions can be graded here")
    return 0


def _print_isolation(console: Console, machine: Machine) -> None:
    """Which layers hold here, who counts memory, and what a student's code could do all the same."""
    console.print(f"isolation  {', '.join(machine.layers)}", markup=False)
    if machine.passed_over:
        console.print(f"card       students' code can't use it: {machine.passed_over}", markup=False)
    if "cgroup" in machine.layers:
        console.print("memory     of all processes of a submission together: kept by the kernel, in a control group")
    else:
        console.print("memory     of all processes of a submission together: counted five times a second (no control")
        console.print("           group can be had here: grade as root, or in a delegated one)")
    for weakness in machine.weaknesses:
        # on stderr, so that --quiet does not hide it
        Console(stderr=True).print(f"UNSAFE     a student's code could {weakness}", markup=False)


def _cards() -> str:
    """The GPUs that --device could name."""
    os.environ |= environment(AUTO, 1.0)  # before torch looks for cards
    import torch  # noqa: PLC0415  seconds, which only this question takes

    if torch.cuda.is_available():
        cards = [f"cuda:{number} {torch.cuda.get_device_name(number)}" for number in range(torch.cuda.device_count())]
        return ", ".join(cards)
    if torch.version.cuda:
        return "no GPU"
    return "no GPU (torch is a build without CUDA)"
