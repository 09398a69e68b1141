"""The commands that show and hand on what `grade` has written: similar, serve, history, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder import installed
from autograder.cli.options import CourseOption, UnsafeOption, course_in
from autograder.course import Assignment, Course, UsageError
from autograder.languages import counted

SIMILAR = "Example:  autograder similar out/"
SERVE = "Example:  autograder serve out/"
HISTORY = "Example:  autograder history out/ ann"
EXPORT = "Example:  autograder export out/ --students gradebook.csv --format canvas -o for-canvas.csv"

OutArgument = Annotated[Path, typer.Argument(metavar="OUT", help="Where `grade` has written its reports.")]


def similar(
    out: OutArgument,
    least: Annotated[float, typer.Option(min=0, max=1, help="Show pairs that are alike at least so much.")] = 0.8,
    course: CourseOption = None,
) -> None:
    """List pairs of submissions whose code is alike. Code that many share is left out. A pair proves no copying."""
    from autograder.batch.similar import look  # noqa: PLC0415  start-up counts: each command imports its own

    look(course_in(course), out, least)


def serve(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where `grade` writes its reports.")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="On 127.0.0.1; 0 takes a free one.")] = 8000,
    allow_unsafe: UnsafeOption = False,
    course: CourseOption = None,
) -> None:
    """Show the class's pages in a browser on this machine. They are live while a class is graded."""
    from autograder.submission.folder import refuse_in_sight  # noqa: PLC0415  start-up counts

    _need_folder(out)
    if not allow_unsafe:
        refuse_in_sight(out)
    try:
        from autograder.batch import server  # noqa: PLC0415  takes packages that only serving needs
    except ModuleNotFoundError as missing:
        raise UsageError(
            "serving takes {missing}: {command}",
            missing=missing.name, command=installed.command_for("serve"),
        ) from None
    try:
        served_course: Course | None = course_in(course)
    except UsageError:
        if course is not None:
            raise
        served_course = None  # pages need no course; only grading does
    server.serve(out, served_course, port, allow_unsafe=allow_unsafe)


def _need_folder(out: Path) -> None:
    if not out.is_dir():
        raise UsageError("{out}: no such folder: `autograder grade … --out {out}` makes it", out=out)


def history(
    out: OutArgument,
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="The student's key, as in grades.csv.")],
) -> None:
    """Show a student's gradings one after another. Each has its time, its points, and what had changed."""
    from autograder.batch import changes  # noqa: PLC0415  start-up counts

    _need_folder(out)
    lines = list(changes.history(out, student))
    if not lines:
        raise UsageError(
            "{out} holds no report of {student}: grades.csv there has the students' keys",
            out=out, student=repr(student),
        )
    print("\n".join(lines))


def export(
    out: OutArgument,
    to: Annotated[str, typer.Option("--format", metavar="canvas|moodle|csv", help="Who imports it.")],
    target: Annotated[Path, typer.Option("--out", "-o", help="The CSV file.")],
    students: Annotated[
        Path | None,
        typer.Option(metavar="LIST", help="The class list: id,name,email, Canvas's gradebook or Moodle's worksheet."),
    ] = None,
    assignment: Annotated[
        list[str] | None, typer.Option(help="Only this assignment; may be given several times.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="[ASSIGNMENT=]COLUMN", help="The column for the scores, if its title does not tell."),
    ] = None,
    exercises: Annotated[bool, typer.Option("--exercises", help="With csv: also a column for each exercise.")] = False,
    feedback: Annotated[
        Path | None, typer.Option(metavar="ZIP", help="Also pack the pages under the platform's own names.")
    ] = None,
    course: CourseOption = None,
) -> None:
    """Write the class list with the scores in it. Who was not graded stays blank. Exit status 1: nobody matched."""
    from autograder.lms import class_list, feedback_zip, grade_table  # noqa: PLC0415  start-up counts
    from autograder.lms.exported_scores import Wish  # noqa: PLC0415  likewise

    if students is not None and target.resolve() == students.resolve():
        raise UsageError(
            "-o {target} is the class list itself: name another file, so that the list stays as it came",
            target=target,
        )
    known = course_in(course)
    assignments: list[Assignment] = [known.assignment(name) for name in assignment or known.assignments]
    listed = None if students is None else class_list.read(students)
    wish = Wish(out, to, target, assignments, listed, column or (), exercises=exercises)
    lines, status = grade_table.export(wish)
    if status:
        for line in lines:
            print(line)
        raise typer.Exit(status)
    if feedback is not None:
        pages = feedback_zip.pages_below(wish)
        page_count = feedback_zip.write(feedback, pages)
        lines.append(f"{feedback}: {counted('{count} page', '{count} pages', page_count)}")
    for line in lines:
        print(line)
