"""The files of a new course and of a new assignment: they verify at once, and are there to be written over."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder import __version__, files, installed
from autograder.author import order_file
from autograder.author.release import release
from autograder.course import ORDER, Course, NoCourse, UsageError

_TEMPLATES = Path(__file__).parent / "templates"
_SUFFIX = ".txt"  # of each template: so no tool takes it for what it becomes
# what people bring along: theirs is kept where ours would go
_ACCESSORIES = {"README.md", ".gitignore", ".dockerignore", "Dockerfile", installed.CONSTRAINTS}
_PINNED_BY_INIT = """# The versions that grade, and that students install: those that the course was made with.
# To take others, edit this file, install again, then run `autograder release` and `autograder verify`.
"""


def init(folder: Path, title: str) -> tuple[list[Path], list[Path]]:
    """Make a course with one assignment. Returns the files that were written, and those that were there and are kept.

    Raises UsageError where something of a course is there already, or the folder can't be written.
    """
    course_title = title or re.sub(r"[-_\s]+", " ", folder.resolve().name).strip().capitalize()
    if not course_title.isprintable() or not course_title:
        raise UsageError("a course's title is a line of text: name it by --title")
    _refuse_inside_a_course(folder)
    texts = _filled(
        "course",
        {
            "PLAIN_TITLE": course_title,
            "TITLE": json.dumps(course_title, ensure_ascii=False),  # a text in TOML, too
            "TORCH_INDEX": installed.CPU_TORCH,
            "VERSION": __version__,
            "PYTHON": f"{sys.version_info.major}.{sys.version_info.minor}",
        },
    )
    pins = "\n".join(installed.pins().values())
    texts[installed.CONSTRAINTS] = f"{_PINNED_BY_INIT}{pins}\n"
    kept = [name for name in texts if _is_accessory(name) and (folder / name).exists()]
    wanted = {folder / name: text for name, text in texts.items() if name not in kept}
    _refuse_to_overwrite(str(folder), [*wanted, folder / "assignments"])
    _refuse_outside(folder, wanted)
    _write(wanted)
    release(Course.load(folder))
    released = [path for path in (folder / "assignments").rglob("*") if path.is_file()]
    return [*wanted, *released], [folder / name for name in kept]


def _is_accessory(name: str) -> bool:
    """Whether a file of a course is one that grading does without."""
    return name in _ACCESSORIES or name.startswith(".")


def _refuse_inside_a_course(folder: Path) -> None:
    """Raise UsageError where a folder lies in a course: commands there would take the one for the other."""
    try:
        around = Course.find(folder.resolve(), or_the_checkouts=False)
    except NoCourse:
        return
    raise UsageError(
        "{folder} lies in the course {root}: name a folder outside, or `autograder new` there",
        folder=folder, root=around.root,
    )


def scaffold(course: Course, name: str) -> list[Path]:
    """Write solution, grader, two kept answers, and an entry in course.toml. Returns the paths; overwrites nothing.

    Raises UsageError where the name can't be a module's, something of that name is there, or a path leads outside.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UsageError("{name} can't be a module's name: use snake_case, such as linear_layer", name=repr(name))
    title = name.replace("_", " ").capitalize()
    texts = _filled("assignment", {"NAME": name, "TITLE": title})
    wanted = {course.root / path: text for path, text in texts.items()}
    if name in course.assignments:
        raise UsageError("{name} is there already: {order} lists it", name=name, order=ORDER)
    _refuse_to_overwrite(name, wanted)
    order = course.root / ORDER
    _refuse_outside(course.root, [*wanted, order])
    order_text = order_file.with_assignment(order, name, title, {f"{name}_step": 1})
    # the entry comes last: a run that is cut off before it leaves no assignment without its files
    _write(wanted | {order: order_text})
    return [*wanted, order]


def _filled(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    """The texts of a kind of template, by their paths in a course, with each @WORD@ replaced."""
    texts = {}
    for path in sorted((_TEMPLATES / kind).rglob(f"*{_SUFFIX}")):
        target = str(path.relative_to(_TEMPLATES / kind)).removesuffix(_SUFFIX)
        texts[_replaced(target, words)] = _replaced(path.read_text(encoding="utf-8"), words)
    return texts


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text


def _refuse_to_overwrite(what: str, paths: Iterable[Path]) -> None:
    # one file that is there is enough: a half of an assignment would be mixed with the other half
    obstacles = [str(path) for path in paths if path.exists()]
    if obstacles:
        raise UsageError("{what} is there already: {obstacles}", what=what, obstacles=", ".join(obstacles))


def _refuse_outside(root: Path, paths: Iterable[Path]) -> None:
    """Raise UsageError where a path leads out of the course, by a link."""
    for path in paths:
        if not path.resolve().is_relative_to(root.resolve()):
            raise UsageError(
                "{path} leads out of the course, to {place}: put a folder in the link's place",
                path=path, place=path.resolve(),
            )


def _write(texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        try:
            files.write(path, text.encode())
        except OSError as fault:
            raise UsageError("{path} can't be written: {reason}", path=path, reason=fault.strerror) from None
