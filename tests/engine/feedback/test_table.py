"""What a person sees in the terminal fits, says what went wrong, and obeys no student."""

import io

import msgspec
from reports import report
from rich.console import Console

from autograder.feedback import table
from autograder.report import EXAMPLE_ONLY


def printed(function, *args, **options):
    out = io.StringIO()
    function(Console(file=out, width=80, **options), *args)
    return out.getvalue()


def test_a_class_in_eighty_columns():
    """Scores by exercise, then what went wrong with whom."""
    text = printed(
        table.print_class,
        [
            report(doubled=(1.0, "passed", ""), iterator=(0.5, "partial", "shape (4,) expected")),
            report("bob", "rejected", "it is empty"),
        ],
    )
    assert max(map(len, text.splitlines())) <= 80
    assert "ann" in text
    assert "1.5/2" in text
    assert "iterator: shape (4,) expected" in text
    assert "it is empty" in text


def test_scores_stay_whole_beside_long_names():
    """A name goes on in the next line."""
    exercises = {f"an_exercise_{i}": (0.25, "partial", "wrong") for i in range(6)}
    text = printed(table.print_class, [report("a name of more than " + "forty letters " * 2, **exercises)])
    assert max(map(len, text.splitlines())) <= 80
    row = next(line for line in text.splitlines() if "1.5/2" in line)
    assert row.count("0.25") == 6
    assert "…" not in row


def test_a_right_example_is_no_failure():
    """It is told apart from what is wrong, and what several tests say is said once."""
    text = printed(table.print_one, report(a=(0.0, "failed", EXAMPLE_ONLY)))
    assert "✗" not in text
    assert "○ It works." in text
    assert "it earns points once a general test passes" in text


def test_colours_only_on_a_terminal():
    """A log file gets none."""
    one = report(a=(1.0, "passed", ""))
    assert "\x1b" not in printed(table.print_one, one)
    assert "\x1b" in printed(table.print_one, one, force_terminal=True)


def test_markup_of_a_student_is_text():
    """A name or a message that looks like rich's markup is printed as it is."""
    text = printed(table.print_class, [report("[bold]x[/]", a=(0.0, "failed", "[red]no[/red]"))])
    assert "[bold]x[/]" in text
    assert "[red]no[/red]" in text


def test_what_went_wrong():
    """Nothing, not attempted, the most telling message, and cells that stopped."""
    assert table.what_went_wrong(report(a=(1.0, "passed", ""))) == ""
    assert table.what_went_wrong(report(a=(0.0, "not_attempted", "x"))) == "nothing attempted"
    both = report(a=(0.0, "not_attempted", "x"), b=(0.0, "failed", "wrong"), reason="cell 3")
    assert table.what_went_wrong(both) == "b: wrong; not attempted: a; cells stopped: cell 3"


def test_stand_ins_are_told_below_their_exercise():
    """In a sentence, whatever its tests say."""
    one = report(train=(1.0, "passed", ""))
    exercise = msgspec.structs.replace(one.exercises[0], stand_ins=("step",))
    text = printed(table.print_one, msgspec.structs.replace(one, exercises=(exercise,)))
    assert "`step` has mistakes, so `train` was graded with a stand-in: fix `step` as well." in " ".join(text.split())
