"""`autograder grade`: one notebook, or a class as a platform hands it out."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.options import CourseOption, UnsafeOption, assignment_names, course_in, need_linux
from autograder.course import UsageError
from autograder.languages import known_languages
from autograder.workers import devices

if TYPE_CHECKING:
    from autograder.batch.class_run import ClassRun

EXAMPLE = "Example:  autograder grade submissions.zip --assignment softmax --students class.csv --out out/"


def grade(
    path: Annotated[
        Path,
        typer.Argument(metavar="NOTEBOOK|DIR|ZIP", help="One notebook, or what a platform hands out, packed or not."),
    ],
    assignment: Annotated[
        str, typer.Option(help="The assignment's name, as in solutions/course.toml.", autocompletion=assignment_names)
    ],
    json: Annotated[Path | None, typer.Option(help="Write the report of one notebook here.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write OUT/ASSIGNMENT/STUDENT.json and OUT/grades.csv.")] = None,
    students: Annotated[
        Path | None,
        typer.Option(metavar="LIST", help="The class list: id,name,email, or Canvas's, Moodle's; says who is absent."),
    ] = None,
    layout: Annotated[
        str,
        typer.Option(
            metavar="PLATFORM",
            help="Whose names these are, where that is open: canvas, moodle, blackboard, brightspace, classroom, "
            "gradescope, nbgrader, plain.",
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    exercises: Annotated[bool, typer.Option("--exercises", help="Give grades.csv a column for each exercise.")] = False,
    jobs: Annotated[int, typer.Option(min=0, help="Workers; 0 takes one for each processor.")] = 0,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Draw the inputs from this seed (default: that of OUT's reports, or a new one)."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade also what is in OUT already, and unchanged.")] = False,
    shard: Annotated[str, typer.Option(metavar="I/N", help="Grade only the Ith of N shares; needs --seed.")] = "",
    ray: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Grade on this Ray cluster; 'local': on one of its own.")
    ] = "",
    device: Annotated[
        str,
        typer.Option(
            metavar="auto|cpu|cuda|cuda:N",
            help="Where students' code computes. These exercises are small: a GPU gains nothing.",
        ),
    ] = "cpu",
    gpus_per_submission: Annotated[
        float, typer.Option(min=0, help="With --ray and --device cuda: what a submission takes of a GPU.")
    ] = 0,
    gradebook: Annotated[
        str, typer.Option(metavar="URL", help="Also write the scores to nbgrader's database, sqlite:///gradebook.db.")
    ] = "",
    require_isolation: Annotated[
        str, typer.Option(help="Refuse unless these layers hold, such as net,seccomp; 'strict': all that matter.")
    ] = "",
    allow_unsafe: UnsafeOption = False,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="The language of students' pages, such as zh (default: the notebook's).")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print every test of every student.")] = False,
    course: CourseOption = None,
) -> None:
    """Grade one notebook or a class. A class is a folder, or the archive that Canvas, Moodle and others hand out."""
    need_linux()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a cluster's polite end is a Ctrl-C
    from autograder.author import course_faults  # noqa: PLC0415  start-up counts: each command its own
    from autograder.batch.class_run import ClassRun, is_archive  # noqa: PLC0415  likewise

    if not os.path.lexists(path):
        raise UsageError(f"{path}: no such file or folder")
    is_class = path.is_dir() or is_archive(path)
    is_for_a_class = students is not None or dry_run or bool(layout) or exercises
    _refuse_contradictions(
        (quiet and verbose, "--quiet and --verbose"),
        (require_isolation == "strict" and allow_unsafe, "--require-isolation strict and --allow-unsafe"),
        (json is not None and out is not None, "--json, of one notebook, and --out, of a class,"),
        (bool(gradebook) and dry_run, "--dry-run, which writes nothing, and --gradebook"),
    )
    _refuse(
        (
            bool(language) and language not in known_languages(),
            f"--language {language}: expected one of {', '.join(sorted(known_languages()))}",
        ),
        (not devices.is_one(device), f"--device {device}: expected auto, cpu, cuda or cuda:N"),
        (
            bool(gpus_per_submission) and device == devices.CPU,
            "--gpus-per-submission keeps GPUs for code that computes on the CPU: add --device cuda",
        ),
        (
            bool(gradebook) and (out is None or not is_class),
            "--gradebook takes a folder of submissions, and --out OUT for their reports",
        ),
        (json is not None and is_class, f"--json takes one notebook's report, and {path} is a class: say --out OUT"),
        (out is None and is_for_a_class, "--students, --layout, --dry-run, --exercises are for a class: add --out OUT"),
        (out is None and json is None and is_class, "say where the reports go: --out OUT"),
    )
    graded_course = course_in(course)
    if assignment in graded_course.assignments:
        course_faults.check_files(graded_course, [assignment])
    run = ClassRun(
        course=graded_course,
        assignment=assignment,
        seed=seed,
        jobs=jobs,
        force=force,
        share=_share(shard, seed),
        ray=ray,
        gpus=gpus_per_submission,
        device=device,
        required=[layer for layer in require_isolation.split(",") if layer and layer != "strict"],
        allow_unsafe=allow_unsafe,
        quiet=quiet,
        verbose=verbose,
        layout=layout,
        students=students,
        dry_run=dry_run,
        exercises=exercises,
        language=language,
    )
    if out is None:
        raise typer.Exit(run.one(path, json))
    status = run.many(path, out)
    if gradebook and run.submissions:
        _save(run, out, gradebook)
    raise typer.Exit(status)


def _refuse_contradictions(*cases: tuple[bool, str]) -> None:
    """Raise UsageError for the first two options that were given and can't go together."""
    for is_given, options in cases:
        if is_given:
            raise UsageError(f"{options} contradict each other: leave one of them out")


def _refuse(*cases: tuple[bool, str]) -> None:
    """Raise UsageError for the first case that holds: what is asked for makes no sense."""
    for is_wrong, what_to_do in cases:
        if is_wrong:
            raise UsageError(what_to_do)


def _save(run: ClassRun, out: Path, url: str) -> None:
    from autograder.batch.out_folder import Results  # noqa: PLC0415  only where there is a gradebook
    from autograder.platforms.nbgrader.gradebook import save, shown  # noqa: PLC0415  takes nbgrader's packages

    students = [submission.student for submission in run.submissions]
    reports = list(Results(out, run.assignment).of(students))
    unread: list[str] = []
    count = save(run.course, run.assignment, reports, run.submissions, url, unread.append if run.quiet else print)
    if not run.quiet:
        print(f"{count} students of {run.assignment} are in {shown(url)}")


def _share(shard: str, seed: int | None) -> tuple[int, int]:
    """I and N of `--shard I/N`. Raises UsageError."""
    match = re.fullmatch(r"(\d+)/(\d+)", shard or "1/1")
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError(f"--shard {shard}: expected I/N, from 1/N to N/N")
    if shard and seed is None:
        raise UsageError("--shard needs --seed N, the same for all shares, so that all draw the same inputs")
    return int(match[1]), int(match[2])
