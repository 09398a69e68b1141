"""The command line: one function for each subcommand."""

from __future__ import annotations

import io
import os
import re
import secrets
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder import names
from autograder.course import Course, UsageError
from autograder.workers import devices
from autograder.workers.orders import Interrupted, PoolFault, Stopped, Unsafe

if TYPE_CHECKING:
    from autograder.batch.class_run import ClassRun

_WrongUsage: type[Exception] = typer.BadParameter.__mro__[1]  # click's UsageError, of typer's own copy of click

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)

nbgrader_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    nbgrader_app, name="nbgrader", help="Use nbgrader's commands and gradebook, with this grading behind them."
)

CourseOption = Annotated[Path | None, typer.Option("--course", help="The course's folder (default: here or above).")]

AssignmentArgument = Annotated[str, typer.Argument(help="The assignment's name, as in solutions/course.toml.")]
ArchiveOption = Annotated[Path, typer.Option("--out", "-o", help="The archive.")]
TorchIndex = Annotated[str, typer.Option(help="Where torch without CUDA comes from; empty: from where all else does.")]
CPU_TORCH = "https://download.pytorch.org/whl/cpu"

_ELSEWHERE = (
    "grading needs Linux; on this system it runs in Docker (see README.md, 'Docker'). "
    "Students need nothing of this: the notebooks and their public checks run anywhere"
)


def _course(folder: Path | None) -> Course:
    return Course.load(folder.resolve()) if folder else Course.find(Path.cwd())


@app.callback()
def _about() -> None:
    """Grades deep-learning notebooks behind a process boundary, and says how a tensor is wrong."""


@app.command(epilog="Example:  autograder grade submissions/ --assignment batch_norm --out out/")
def grade(
    path: Annotated[Path, typer.Argument(metavar="NOTEBOOK|DIR", help="One notebook, or a folder of submissions.")],
    assignment: Annotated[str, typer.Option(help="The assignment's name, as in solutions/course.toml.")],
    json: Annotated[Path | None, typer.Option(help="Write the report of one notebook here.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write OUT/ASSIGNMENT/STUDENT.json and OUT/grades.csv.")] = None,
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
    allow_unsafe: Annotated[bool, typer.Option(help="Grade although student code could read the graders.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print every test of every student.")] = False,
    course: CourseOption = None,
) -> None:
    """Grade one notebook, or a folder of submissions."""
    _need_linux()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a cluster's polite end is a Ctrl-C
    from autograder.batch.class_run import ClassRun  # noqa: PLC0415  start-up counts: each command imports its own

    _refuse(
        (quiet and verbose, "--quiet and --verbose contradict each other: leave one of them out"),
        (
            require_isolation == "strict" and allow_unsafe,
            "--require-isolation strict and --allow-unsafe contradict each other: leave one of them out",
        ),
        (not devices.is_one(device), f"--device {device}: expected auto, cpu, cuda or cuda:N"),
        (
            bool(gpus_per_submission) and device == devices.CPU,
            "--gpus-per-submission keeps GPUs for code that computes on the CPU: add --device cuda",
        ),
        (
            bool(gradebook) and (out is None or not path.is_dir()),
            "--gradebook takes a folder of submissions, and --out OUT for their reports",
        ),
    )
    run = ClassRun(
        course=_course(course),
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
    )
    if not os.path.lexists(path):
        raise UsageError(f"{path}: no such file or folder")
    if json is not None:
        status = run.one(path, json)
    elif out is not None:
        status = run.many(path, out)
        if gradebook:
            _save(run, path, out, gradebook)
    elif path.is_dir():
        raise UsageError("say where the reports go: --out OUT")
    else:
        status = run.one(path, None)
    raise typer.Exit(status)


@app.command(epilog="Example:  autograder similar out/")
def similar(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where `grade` has written its reports.")],
    least: Annotated[float, typer.Option(min=0, max=1, help="Show pairs that are alike at least so much.")] = 0.8,
    course: CourseOption = None,
) -> None:
    """List pairs of submissions whose code is alike beyond what the exercise explains; it accuses nobody."""
    from autograder.batch.similar import look  # noqa: PLC0415

    look(_course(course), out, least)


@app.command(epilog="Example:  autograder serve out/")
def serve(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where `grade` writes its reports.")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="On 127.0.0.1; 0 takes a free one.")] = 8000,
    allow_unsafe: Annotated[bool, typer.Option(help="Grade although student code could read the graders.")] = False,
    course: CourseOption = None,
) -> None:
    """Show the class's pages in a browser on this machine, live while a grading runs, and try single notebooks."""
    from autograder.submission.folder import refuse_in_sight  # noqa: PLC0415

    if not out.is_dir():
        raise UsageError(f"{out}: no such folder: `autograder grade … --out {out}` makes it")
    if not allow_unsafe:
        refuse_in_sight(out)
    try:
        from autograder.batch import server  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise UsageError(f"serving takes {missing.name}: pip install 'autograder[serve]'") from None
    try:
        found: Course | None = _course(course)
    except UsageError:
        if course is not None:
            raise
        found = None  # pages need no course; only grading does
    server.serve(out, found, port, allow_unsafe=allow_unsafe)


@app.command(epilog="Example:  autograder doctor")
def doctor(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the exit status, and what is wrong.")] = False,
    course: CourseOption = None,
) -> None:
    """Say whether this machine can grade: its isolation, devices and versions. The exit status is 0 where it can."""
    _need_linux()
    from autograder.workers.doctor import examine  # noqa: PLC0415

    raise typer.Exit(examine(_course(course), quiet=quiet))


@app.command(epilog="Example:  autograder gradescope batch_norm -o autograder.zip")
def gradescope(
    assignment: AssignmentArgument,
    target: ArchiveOption = Path("autograder.zip"),
    torch_index: TorchIndex = CPU_TORCH,
    course: CourseOption = None,
) -> None:
    """Make the zip that Gradescope takes as an autograder. It holds the solution and the graders: keep it private."""
    from autograder.platforms.gradescope import package  # noqa: PLC0415

    for line in package.write(_course(course), assignment, target, torch_index):
        print(line)


@app.command(
    epilog="Example:  autograder otter batch_norm -o autograder.zip && otter run -a autograder.zip batch_norm.ipynb"
)
def otter(
    assignment: AssignmentArgument,
    target: ArchiveOption = Path("autograder.zip"),
    torch_index: TorchIndex = CPU_TORCH,
    course: CourseOption = None,
) -> None:
    """Make the archive that otter-grader takes. It holds the solution and the graders: keep it private."""
    from autograder.platforms.otter import archive  # noqa: PLC0415

    print(archive.write(_course(course), assignment, target, torch_index))


@app.command(epilog="Example:  autograder export out/ --students class.csv --format canvas -o for-canvas.csv")
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where `grade` has written its reports.")],
    students: Annotated[Path, typer.Option(help="The class list: a CSV file with the columns id, name, email.")],
    to: Annotated[str, typer.Option("--format", metavar="canvas|moodle", help="Who imports it.")],
    target: Annotated[Path, typer.Option("--out", "-o", help="The CSV file.")],
    course: CourseOption = None,
) -> None:
    """Write the grades as Canvas or Moodle imports them: a row for everybody in the class list."""
    from autograder.lms import roster  # noqa: PLC0415

    found = _course(course)
    for line in roster.export(out, students, to, target, {a.name: a.max_score for a in found.assignments.values()}):
        print(line)


@nbgrader_app.command(
    "init", epilog="Example:  autograder nbgrader init my-course && cd my-course && nbgrader generate_assignment newton"
)
def nbgrader_init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of nbgrader's course.")],
    course: CourseOption = None,
) -> None:
    """Make a course that the stock `nbgrader` takes. No grader and no solution goes there."""
    from autograder.platforms.nbgrader.config import init  # noqa: PLC0415

    for name in init(_course(course), folder):
        print(folder / name)
    print(f"Next: cd {folder} && nbgrader generate_assignment …  (README.md, 'With nbgrader')")


@app.command(epilog="Example:  autograder release --to ../course-for-students")
def release(
    check: Annotated[bool, typer.Option("--check", help="Only say whether assignments/ is up to date.")] = False,
    to: Annotated[
        Path | None, typer.Option(help="Also write what students get, and nothing else, to this folder.")
    ] = None,
    course: CourseOption = None,
) -> None:
    """Make the students' notebooks from the solutions."""
    from autograder.author import release as author  # noqa: PLC0415

    found = _course(course)
    if check:
        stale = author.stale(found)
        for path in stale:
            print(f"stale: {path}")
        if stale:
            raise UsageError("assignments/ is not what the solutions give: run `autograder release`")
        print("assignments/ is up to date")
        return
    written = author.release(found)
    print(f"assignments/: {len(found.assignments)} assignments, {written} files written")
    if to is not None:
        print(f"{to}: {author.release_to(found, to)} files for students")


@app.command(epilog="Example:  autograder verify batch_norm")
def verify(
    assignments: Annotated[list[str] | None, typer.Argument(help="Only these assignments.")] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Workers; 0 takes one for each processor.")] = 0,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Draw the inputs from this seed (default: a new one).")
    ] = None,
    course: CourseOption = None,
) -> None:
    """Prove the course: references earn all, stubs nothing, kept answers what they say, and nothing leaks."""
    _need_linux()
    from autograder.author.verify import verify as prove  # noqa: PLC0415

    found = _course(course)
    names = [found.assignment(name).name for name in assignments or found.assignments]
    raise typer.Exit(prove(found, names, jobs, secrets.randbelow(1 << 48) if seed is None else seed))


@app.command(epilog="Example:  autograder new dropout")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new assignment's name, in snake_case.")],
    course: CourseOption = None,
) -> None:
    """Write the files of a new assignment, ready to be filled in."""
    from autograder.author.scaffold import scaffold  # noqa: PLC0415

    for path in scaffold(_course(course), name):
        print(path)
    print("Next: CONTRIBUTING.md, 'Add an exercise'")


def _refuse(*cases: tuple[bool, str]) -> None:
    for wrong, what_to_do in cases:
        if wrong:
            raise UsageError(what_to_do)


def _save(run: ClassRun, path: Path, out: Path, url: str) -> None:
    from autograder.batch.out_folder import Results  # noqa: PLC0415
    from autograder.platforms.nbgrader.gradebook import save, shown  # noqa: PLC0415
    from autograder.submission.folder import find  # noqa: PLC0415

    found = find(path, run.assignment)
    reports = list(Results(out, run.assignment).of([s.student for s in found]))
    said: list[str] = []
    count = save(run.course, run.assignment, reports, found, url, said.append if run.quiet else print)
    if not run.quiet:
        print(f"{count} students of {run.assignment} are in {shown(url)}")


def _share(shard: str, seed: int | None) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)/(\d+)", shard or "1/1")
    i, n = map(int, found.groups()) if found else (0, 0)
    if not 1 <= i <= n:
        raise UsageError(f"--shard {shard}: expected I/N, from 1/N to N/N")
    if shard and seed is None:
        raise UsageError("--shard needs --seed N, the same for all shares, so that all draw the same inputs")
    return i, n


def _need_linux() -> None:
    if sys.platform != "linux":
        raise UsageError(_ELSEWHERE)


def main() -> None:
    """Run the command; whatever went wrong is one line that says what to do."""
    for stream in (sys.stdout, sys.stderr):  # a name may hold what the terminal's alphabet lacks
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = typer.main.get_command(app)(standalone_mode=False)
    except _WrongUsage as wrong:
        where = getattr(getattr(wrong, "ctx", None), "command_path", "autograder")
        _fail(f"{wrong.format_message()} ({where} --help shows an example)", 2)  # type: ignore[attr-defined]
    except (KeyboardInterrupt, typer.Abort):
        _fail("stopped", 130)
    except Stopped as stopped:
        _fail(str(stopped), 130 if isinstance(stopped, Interrupted) else 1)
    except (UsageError, Unsafe) as wrong:
        _fail(str(wrong), 2)
    except PoolFault as fault:
        _fail(str(fault), 1)
    else:
        sys.exit(status)


def _fail(message: str, status: int) -> None:
    print(f"autograder: {names.in_a_line(message)}", file=sys.stderr)
    sys.exit(status)
