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
from autograder.languages import counted, known_languages
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
        raise UsageError("{path}: no such file or folder", path=path)
    is_class = path.is_dir() or is_archive(path)
    _check_words(quiet=quiet, verbose=verbose)
    _check_language(language)
    _check_isolation(require_isolation, allow_unsafe=allow_unsafe)
    _check_device(device, gpus_per_submission)
    if out is None:
        _check_one(students, layout, dry_run=dry_run, exercises=exercises)
    _check_reports(path, json, out, is_class=is_class)
    if gradebook:
        _check_gradebook(out, is_class=is_class, dry_run=dry_run)
    graded_course = course_in(course)
    if assignment in graded_course.assignments:
        course_faults.check_files(graded_course, [assignment])
    required = [layer for layer in require_isolation.split(",") if layer not in {"", "strict"}]
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
        required=required,
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


def _contradiction(options: str) -> UsageError:
    return UsageError("{options} contradict each other: leave one of them out", options=options)


def _check_words(*, quiet: bool, verbose: bool) -> None:
    """Raise UsageError for a run that should print nothing and all."""
    if quiet and verbose:
        raise _contradiction("--quiet and --verbose")


def _check_language(language: str) -> None:
    """Raise UsageError for a language without phrases."""
    if language and language not in known_languages():
        raise UsageError(
            "--language {language}: expected one of {languages}",
            language=language, languages=", ".join(sorted(known_languages())),
        )


def _check_isolation(required: str, *, allow_unsafe: bool) -> None:
    """Raise UsageError for a run that should be safe and need not be."""
    if required == "strict" and allow_unsafe:
        raise _contradiction("--require-isolation strict and --allow-unsafe")


def _check_device(device: str, gpus: float) -> None:
    """Raise UsageError for a device that is none, and for GPUs on which nothing would compute."""
    if not devices.is_one(device):
        raise UsageError("--device {device}: expected auto, cpu, cuda or cuda:N", device=device)
    if gpus and device == devices.CPU:
        raise UsageError("--gpus-per-submission keeps GPUs for code that computes on the CPU: add --device cuda")


def _check_reports(path: Path, json: Path | None, out: Path | None, *, is_class: bool) -> None:
    """Raise UsageError where the reports have no place, or two."""
    if json is not None and out is not None:
        raise _contradiction("--json, of one notebook, and --out, of a class,")
    if json is not None and is_class:
        raise UsageError("--json takes one notebook's report, and {path} is a class: say --out OUT", path=path)
    if out is None and is_class:
        raise UsageError("say where the reports go: --out OUT")


def _check_one(students: Path | None, layout: str, *, dry_run: bool, exercises: bool) -> None:
    """Raise UsageError where one notebook is graded as only a class can be."""
    if students is not None or layout or dry_run or exercises:
        raise UsageError("--students, --layout, --dry-run, --exercises are for a class: add --out OUT")


def _check_gradebook(out: Path | None, *, is_class: bool, dry_run: bool) -> None:
    """Raise UsageError where there is nothing to write into the gradebook."""
    if dry_run:
        raise _contradiction("--dry-run, which writes nothing, and --gradebook")
    if out is None or not is_class:
        raise UsageError("--gradebook takes a folder of submissions, and --out OUT for their reports")


def _save(run: ClassRun, out: Path, url: str) -> None:
    from autograder.batch.out_folder import Results  # noqa: PLC0415  only where there is a gradebook
    from autograder.platforms.nbgrader.gradebook import save, shown  # noqa: PLC0415  takes nbgrader's packages

    students = [submission.student for submission in run.submissions]
    reports = list(Results(out, run.assignment).of(students))
    unread: list[str] = []
    count = save(run.course, run.assignment, reports, run.submissions, url, unread.append if run.quiet else print)
    if not run.quiet:
        people = counted("{count} student", "{count} students", count)
        print(f"{shown(url)} has {people} of {run.assignment}")


def _share(shard: str, seed: int | None) -> tuple[int, int]:
    """I and N of `--shard I/N`. Raises UsageError."""
    match = re.fullmatch(r"(\d+)/(\d+)", shard or "1/1")
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError("--shard {shard}: expected I/N, from 1/N to N/N", shard=shard)
    if shard and seed is None:
        raise UsageError("--shard needs --seed N, the same for all shares, so that all draw the same inputs")
    return int(match[1]), int(match[2])
