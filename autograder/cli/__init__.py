"""The command line: its commands by groups, one module for each group, one function for each command."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from autograder import installed, names
from autograder.cli import authoring, describing, grade, handing_over, reports, standard_output
from autograder.course import CourseFault, UsageError
from autograder.workers.orders import Interrupted, PoolFault, Stopped, Unsafe

_WrongUsage: type[Exception] = typer.BadParameter.__mro__[1]  # click's UsageError, of typer's own copy of click
_NoArguments: type[Exception] = sys.modules[_WrongUsage.__module__].NoArgsIsHelpError

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
nbgrader_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


def _print_version(*, is_asked: bool) -> None:
    if is_asked:
        print(installed.about())
        raise typer.Exit


@app.callback()
def _about(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version, and torch's.")
    ] = False,
) -> None:
    """Grade deep-learning notebooks with hidden tests, in a sandbox."""


app.command(epilog=grade.EXAMPLE)(grade.grade)
app.command(epilog=reports.EXPORT)(reports.export)
app.command(epilog=reports.HISTORY)(reports.history)
app.command(epilog=reports.SIMILAR)(reports.similar)
app.command(epilog=reports.SERVE)(reports.serve)
app.command(epilog=handing_over.GRADESCOPE)(handing_over.gradescope)
app.command(epilog=handing_over.OTTER)(handing_over.otter)
app.command(epilog=authoring.RELEASE)(authoring.release)
app.command(epilog=authoring.SOLVED)(authoring.solved)
app.command(epilog=authoring.TRANSLATE)(authoring.translate)
app.command(epilog=authoring.VERIFY)(authoring.verify)
app.command(epilog=authoring.MUTANTS)(authoring.mutants)
app.command(epilog=authoring.INIT)(authoring.init)
app.command(epilog=authoring.KEEP)(authoring.keep)
app.command(epilog=authoring.NEW)(authoring.new)
app.command(epilog=authoring.DOCTOR)(authoring.doctor)
app.command(epilog=describing.SCHEMA)(describing.schema)
nbgrader_app.command("init", epilog=handing_over.NBGRADER)(handing_over.nbgrader_init)
app.add_typer(
    nbgrader_app, name="nbgrader", help="Grade with nbgrader's own commands and gradebook."
)


def main() -> None:
    """Run the command; whatever went wrong is one line that says what to do."""
    standard_output.prepare()
    try:
        status = typer.main.get_command(app)(standalone_mode=False)
    except _WrongUsage as wrong:
        _tell_usage(wrong)
    except (KeyboardInterrupt, typer.Abort):
        _fail("stopped", 130)
    except Stopped as stopped:
        _fail(str(stopped), 130 if isinstance(stopped, Interrupted) else 1)
    except CourseFault as wrong:
        _tell_author(wrong)
    except (UsageError, Unsafe) as wrong:
        _fail(str(wrong), 2)
    except PoolFault as fault:
        _fail(str(fault), 1)
    except OSError as fault:
        _tell_of_file(fault)
    else:
        sys.exit(status)


def _fail(message: str, status: int) -> None:
    print(f"autograder: {names.in_a_line(message)}", file=sys.stderr)
    sys.exit(status)


def _tell_usage(wrong: Exception) -> None:
    # typer's copy of click is not typed: what it raises has this method all the same
    message = wrong.format_message()  # type: ignore[attr-defined]
    if isinstance(wrong, _NoArguments):  # its message is the whole help, in lines
        print(message)
        sys.exit(2)
    where = getattr(getattr(wrong, "ctx", None), "command_path", "autograder")
    _fail(f"{message} ({where} --help shows an example)", 2)


def _tell_of_file(fault: OSError) -> None:
    """Say which file or folder can't be used; what is about none is a bug of ours, and is shown as one."""
    if fault.filename is None:
        raise fault
    name = os.fsdecode(fault.filename)
    _fail(f"{name}: {fault.strerror}: name a file or a folder that you may read and write", 2)


def _tell_author(fault: CourseFault) -> None:
    """Print each fault of a course as compilers do, so that an editor finds the place."""
    for line in fault.lines:
        print(names.from_here(line), file=sys.stderr)
    sys.exit(2)
