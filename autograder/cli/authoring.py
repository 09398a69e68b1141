"""The commands for whoever writes a course: release, translate, solved, verify, keep, new, doctor."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import (
    AssignmentArgument,
    CourseOption,
    assignment_names,
    course_in,
    course_in_sight,
    need_linux,
    own_course_in,
)
from autograder.course import ORDER, Course, UsageError
from autograder.deadlines import when
from autograder.languages import ENGLISH, counted
from autograder.names import from_here

RELEASE = "Example:  autograder release --to ../course-for-students"
SOLVED = "Example:  autograder solved softmax -o softmax-solved.ipynb"
TRANSLATE = "Example:  autograder translate de"
VERIFY = "Example:  autograder verify softmax"
MUTANTS = "Example:  autograder mutants softmax"
KEEP = "Example:  autograder keep out/ ann softmax --name maximum_forgotten"
INIT = "Example:  autograder init my-course --title 'Deep Learning'"
NEW = "Example:  autograder new dropout"
DOCTOR = "Example:  autograder doctor"


def release(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Only these assignments.", autocompletion=assignment_names)
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Only assignments whose `release` date in course.toml has come.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only say whether assignments/ is up to date.")] = False,
    to: Annotated[
        Path | None, typer.Option(help="Also write what students get, and nothing else, to this folder.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also overwrite what was changed in that folder.")
    ] = False,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="The language of the notebooks there, such as zh.")
    ] = ENGLISH,
    course: CourseOption = None,
) -> None:
    """Make the students' notebooks from the solutions. Those in other languages go to assignments/CODE/."""
    own_course = own_course_in(course)
    if force and to is None:
        raise UsageError("--force is about the folder of --to: name that, too")
    if language not in (ENGLISH, *own_course.languages):
        raise UsageError(
            "--language {language}: this course is not released in it; `autograder translate {language}` writes the "
            'texts to translate, and languages = ["{language}"] below title in {order} has them released',
            language=language, order=ORDER,
        )
    names = _names_to_release(own_course, assignments, due=due)
    from autograder.author import course_faults, students_folder  # noqa: PLC0415  start-up counts: each command its own
    from autograder.author import release as author  # noqa: PLC0415  likewise

    course_faults.check(own_course, own_course.assignments)
    if check:
        _check_is_current(author.stale(own_course, names=names))
        return
    if to is not None:
        students_folder.record_of(own_course, to)  # what is refused is refused before anything is written
    course_faults.check_demos(own_course, author.new_notebooks(own_course, names))
    course_faults.warn_of_unproven(own_course, own_course.assignments)
    file_count = author.release(own_course, names)
    all_names = list(own_course.assignments) if names is None else names
    released = counted("{count} assignment", "{count} assignments", len(all_names))
    print(f"assignments/: {released}, {counted('{count} file', '{count} files', file_count)} written")
    if to is not None:
        handed_out = students_folder.hand_out(own_course, all_names, to, language, overwrite=force)
        for sentence in handed_out.stays:
            print(sentence)
        files = counted("{count} file", "{count} files", handed_out.count)
        print(f"{to}: {files} for students, {handed_out.written} written")
    elif language != ENGLISH:
        print(f"assignments/{language}/: the notebooks in {language}; --to FOLDER puts them into a folder of their own")


def _check_is_current(stale_paths: Sequence[str]) -> None:
    """Say that assignments/ is up to date, or name what is not. Raises UsageError."""
    for path in stale_paths:
        print(f"stale: {path}")
    if stale_paths:
        raise UsageError("assignments/ is not what the solutions give: run `autograder release`")
    print("assignments/ is up to date")


def _names_to_release(course: Course, names: list[str] | None, *, due: bool) -> list[str] | None:
    """The assignments that are meant; None for all that there are. Raises UsageError."""
    if names and due:
        raise UsageError("name assignments, or say --due, not both")
    if names:
        return [course.assignment(name).name for name in names]
    if not due:
        return None
    now = datetime.now(UTC)
    names_to_release = course.names_to_release(now)
    for name in course.assignments:
        moment = course.released_from(name)
        if moment is not None and name not in names_to_release:
            print(f"{name}: not before {when(moment)}")
    return names_to_release


def solved(
    assignment: AssignmentArgument,
    target: Annotated[
        Path | None, typer.Option("--out", "-o", help="The notebook (default: ASSIGNMENT-solved.ipynb).")
    ] = None,
    course: CourseOption = None,
) -> None:
    """Write the notebook with its solutions, for after the deadline."""
    from autograder import files  # noqa: PLC0415  start-up counts
    from autograder.author.solved import refuse_place, solved_notebook  # noqa: PLC0415  likewise

    own_course = course_in(course)
    solved_assignment = own_course.assignment(assignment)
    target_path = target or Path(f"{assignment}-solved.ipynb")
    refuse_place(own_course, target_path)
    files.write(target_path, solved_notebook(own_course, solved_assignment).encode())
    print(f"{target_path}: the solutions of {solved_assignment.title}")
    deadline = own_course.deadline(assignment)
    if deadline is not None:
        last_moment = deadline.until or deadline.due
        if last_moment > datetime.now(UTC):
            print(f"Work is taken until {when(last_moment)}: give it out after that")


def translate(
    language: Annotated[str, typer.Argument(metavar="CODE", help="The language, such as zh, de or pt_BR.")],
    course: CourseOption = None,
) -> None:
    """Write the texts that translators need, as .po files.

    A file that is there is brought up to date: new texts are added, and the translation of a text that has changed
    is marked as fuzzy. English is shown until somebody has looked at it and taken the mark away.
    """
    own_course = own_course_in(course)
    from autograder.author import translations  # noqa: PLC0415  start-up counts

    for path, (text_count, open_count) in translations.translate(own_course, language).items():
        texts = counted("{count} text", "{count} texts", text_count)
        print(f"{path.relative_to(own_course.root)}: {texts}, {open_count} to be translated or looked at")
    if language not in own_course.languages:
        print(f'Next: translate them, then add languages = ["{language}"] below title in {ORDER}')


def verify(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Only these assignments.", autocompletion=assignment_names)
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Workers; 0 takes one for each processor.")] = 0,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Draw the inputs from this seed (default: a new one).")
    ] = None,
    attack: Annotated[
        bool, typer.Option("--attack", help="Only grade submissions that solve nothing, and show what each earns.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Keep running, and verify what has changed each time that you save a file.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Prove that the course can be trusted.

    References earn everything, stubs nothing, kept answers what they declare, and nothing leaks.
    """
    need_linux()
    if attack and watch:
        raise UsageError("--attack and --watch contradict each other: leave one of them out")
    proved_course = course_in(course)
    assignment_names = [proved_course.assignment(name).name for name in assignments or proved_course.assignments]
    from autograder.author import attack as attacks  # noqa: PLC0415  start-up counts
    from autograder.author import watching  # noqa: PLC0415  likewise
    from autograder.author.verify import verify as prove  # noqa: PLC0415  likewise

    if seed is None:
        seed = secrets.randbelow(1 << 48)
    if watch:
        watching.watch(proved_course, assignment_names, jobs, seed)
    if attack:
        raise typer.Exit(attacks.attack(proved_course, assignment_names, jobs, seed))
    raise typer.Exit(prove(proved_course, assignment_names, jobs, seed))


def mutants(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Only these assignments.", autocompletion=assignment_names)
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Workers; 0 takes one for each processor.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Draw the inputs from this seed, and from the next one.")] = 1,
    course: CourseOption = None,
) -> None:
    """Change each solution in small ways. Each change should cost points, or the graders have a gap."""
    need_linux()
    changed_course = course_in(course)
    assignment_names = [changed_course.assignment(name).name for name in assignments or changed_course.assignments]
    from autograder.author.mutants import survey  # noqa: PLC0415  start-up counts

    raise typer.Exit(survey(changed_course, assignment_names, jobs, seed))


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The course's folder; it is made if it is missing.")],
    title: Annotated[str, typer.Option(help="The course's title (default: the folder's name).")] = "",
) -> None:
    """Make a course of your own, with one assignment. It can be verified and graded at once."""
    from autograder.author import scaffold  # noqa: PLC0415  start-up counts

    written, kept = scaffold.init(folder, title)
    files = counted("{count} file", "{count} files", len(written))
    print(f"{folder}: {files} of a course with one assignment; solutions/course.toml shows its settings")
    for path in kept:
        print(f"{path} was there and stays as it is")
    if folder.resolve() == Path.cwd():
        print("Next: autograder verify")
    else:
        print(f"Next: cd {folder} && autograder verify")


def keep(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where `grade` has written its reports.")],
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="The student's key, as in grades.csv.")],
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="The exercise, as in solutions/course.toml.")],
    name: Annotated[str, typer.Option(help="The mistake in snake_case (default: from the report).")] = "",
    assignment: Annotated[str, typer.Option(help="The assignment, where several have such an exercise.")] = "",
    course: CourseOption = None,
) -> None:
    """Keep a student's answer in tests/submissions/. From then on, `verify` checks that it scores the same."""
    from autograder.batch import keeping  # noqa: PLC0415  start-up counts

    own_course = own_course_in(course)
    kept = keeping.keep(own_course, out, student, exercise, name, assignment)
    print("\n".join(keeping.next_steps(kept, own_course)))


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new assignment's name, in snake_case.")],
    course: CourseOption = None,
) -> None:
    """Write the files of a new assignment, ready to be filled in."""
    own_course = own_course_in(course)
    from autograder.author.scaffold import scaffold  # noqa: PLC0415  start-up counts

    for path in scaffold(own_course, name):
        print(from_here(str(path)))
    print(f"Next: write over these files, then `autograder release` and `autograder verify {name}`")


def doctor(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the exit status, and what is wrong.")] = False,
    course: CourseOption = None,
) -> None:
    """Check whether this machine can grade. It shows isolation, devices and versions. Exit status 0: it can."""
    need_linux()
    from autograder.workers.doctor import examine  # noqa: PLC0415  start-up counts

    raise typer.Exit(examine(course_in_sight(course), quiet=quiet))
