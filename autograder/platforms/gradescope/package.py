"""`autograder gradescope`: a zip that Gradescope builds an autograder from, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

from autograder import files, packing
from autograder.course import Course
from autograder.packing import EXECUTABLE, PRIVATE, READABLE
from autograder.platforms.gradescope.run import SECRET
from autograder.secret import course_secret

_CONTAINER = Path(__file__).parent / "container"
_SHELL_OPTIONS = "set -euo pipefail\n"  # the line of setup.sh behind which its settings are put
_TIME_LIMIT = 600  # seconds, Gradescope's default


def write(course: Course, name: str, target: Path, torch_index: str) -> list[str]:
    """Write the archive. Returns what the instructor should know about it, in lines."""
    assignment = course.assignment(name)
    files.write(target, packing.zip_of(_contents(course, name, torch_index)))
    kilobytes = target.stat().st_size >> 10
    advice = [f"{target}: {kilobytes} kB; upload it under Configure Autograder, {assignment.title}"]
    # a notebook whose first run is lost is run once more, for half as long
    longest = course.limits.submission_seconds + 1.5 * course.limits.notebook_seconds
    if longest > _TIME_LIMIT:
        minutes = f"{longest / 60:.0f}"
        advice.append(f"set its container's time limit to more than {minutes} minutes: [limits] allows as much")
    return advice


def _contents(course: Course, name: str, torch_index: str) -> dict[str, packing.File]:
    """Every file of the archive by its name."""
    contents = packing.engine_files(course, name)
    contents["setup.sh"] = (_setup_script(torch_index).encode(), EXECUTABLE)
    run_script = (_CONTAINER / "run_autograder").read_text().replace("@ASSIGNMENT@", name)
    contents["run_autograder"] = (run_script.encode(), EXECUTABLE)
    contents["Dockerfile"] = ((_CONTAINER / "Dockerfile").read_bytes(), READABLE)
    contents[SECRET] = (course_secret(course.title).encode(), PRIVATE)
    for path in course.needed(name):
        contents[str(path.relative_to(course.root))] = (path.read_bytes(), PRIVATE)
    return contents


def _setup_script(torch_index: str) -> str:
    """What installs the engine, with the index that torch comes from unless the environment names another."""
    beginning, remainder = (_CONTAINER / "setup.sh").read_text().split(_SHELL_OPTIONS)
    return f'{beginning}{_SHELL_OPTIONS}TORCH_INDEX="${{TORCH_INDEX-{torch_index}}}"\n{remainder}'
