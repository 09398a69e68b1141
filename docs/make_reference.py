"""Write the pages of docs/reference/ that are made from code: cli.md, report.md and course-toml.md.

    .venv/bin/python docs/make_reference.py [--check]

With --check nothing is written, and the exit status is 1 where a page is not what the code gives.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import msgspec

from autograder import course, deadlines, limits, report, schemas
from autograder.words import said

REFERENCE = Path(__file__).resolve().parent / "reference"

CLI = """# The command line

*For everybody who types commands.* Made from the program itself; `autograder COMMAND --help` says the same.

"""
REPORT = """# A report, field by field

*For whoever reads reports by a program.* `OUT/<assignment>/<student>.json` holds one. Fields that have their default
are left out. `autograder schema report` prints this as a JSON Schema.

"""
COURSE = """# `solutions/course.toml`, key by key

*For whoever writes a course.* Keys with a default may be left out. `autograder schema course` prints this as a JSON
Schema; with a line `#:schema course.schema.json` at the top of the file, editors complete and check it.

"""
REPORT_STRUCTS = [
    report.Report,
    report.ExerciseResult,
    report.TestResult,
    said.Said,
    said.SaidValue,
    report.Correction,
    report.Lateness,
    report.Printed,
    report.Source,
    report.Heat,
    report.Shapes,
    report.Curves,
]
COURSE_STRUCTS = [
    course.CourseFile,
    course.Assignment,
    course.Exercise,
    course.Question,
    course.Gradescope,
    course.Students,
    deadlines.Late,
    limits.Limits,
]


def table(struct: type[msgspec.Struct]) -> str:
    """A section on one struct: what it is, then a row for each of its fields."""
    texts = schemas.descriptions(struct)
    types = schemas.types_of(struct)
    first_sentence = (struct.__doc__ or "").split("\n\n")[0]
    lines = [f"## {struct.__name__}", "", " ".join(first_sentence.split()), ""]
    lines += ["| field | type | default | meaning |", "|---|---|---|---|"]
    for field in msgspec.structs.fields(struct):
        kind = types[field.name].replace("|", "\\|")
        lines.append(f"| `{field.name}` | `{kind}` | {default_of(field)} | {texts[field.name]} |")
    return "\n".join([*lines, ""])


def default_of(field: msgspec.structs.FieldInfo) -> str:
    """The default as the table shows it; empty where the field is required."""
    if field.required:
        return ""
    if field.default is msgspec.NODEFAULT:
        return f"`{field.default_factory()}`"
    if isinstance(field.default, msgspec.Struct):
        return "its own defaults"
    return f"`{field.default!r}`"


def command_line() -> str:
    """The commands and their options, as typer writes them down."""
    command = [sys.executable, "-m", "typer", "autograder.cli", "utils", "docs", "--name", "autograder"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  the words above
    _, _, commands = done.stdout.partition("\n")  # without its title
    return commands.lstrip()


def pages() -> dict[str, str]:
    """The text of each page, by its name."""
    return {
        "cli.md": CLI + command_line(),
        "report.md": REPORT + "\n".join(map(table, REPORT_STRUCTS)),
        "course-toml.md": COURSE + "\n".join(map(table, COURSE_STRUCTS)),
    }


def main() -> int:
    """Write the pages, or say which are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say which pages are stale")
    arguments = parser.parse_args()
    status = 0
    for name, text in pages().items():
        path = REFERENCE / name
        if path.is_file() and path.read_text() == text:
            continue
        if arguments.check:
            print(f"stale: docs/reference/{name}: run .venv/bin/python docs/make_reference.py", file=sys.stderr)
            status = 1
        else:
            path.write_text(text)
    return status


if __name__ == "__main__":
    sys.exit(main())
