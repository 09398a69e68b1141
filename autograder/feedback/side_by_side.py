"""Pairs of students' code that are alike: a table, and a page with the two sides next to each other."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder import names
from autograder.feedback.rendering import render

Slices = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pair:
    """Two students' code for an exercise. `alike` is the share of each one's own code that the other's has, the lesser.

    `slices` are the places of what they share, as (start, end) in each text.
    """

    exercise: str
    students: tuple[str, str]
    alike: float
    texts: tuple[str, str]
    slices: tuple[Slices, Slices]

    @property
    def how(self) -> str:
        """How much they are alike, in words."""
        if self.texts[0].strip() == self.texts[1].strip():
            return "identical"
        return f"{self.alike:.0%} alike"

    @property
    def sides(self) -> list[tuple[str, Markup]]:
        """Each student and their code, what is shared marked."""
        marked_sides = []
        for student, text, slices in zip(self.students, self.texts, self.slices, strict=True):
            marked_side = (student, _marked(text, slices))
            marked_sides.append(marked_side)
        return marked_sides


def _marked(text: str, slices: Slices) -> Markup:
    """The text as markup, with what is shared marked."""
    marked_text = Markup()
    marked_end = 0
    for slice_start, slice_end in sorted(slices):
        # slices may overlap: what one has marked is not marked again
        marked_text += escape(text[marked_end:slice_start])
        marked_text += Markup("<mark>{}</mark>").format(text[max(slice_start, marked_end) : slice_end])
        marked_end = max(marked_end, slice_end)
    return marked_text + escape(text[marked_end:])


def page(
    pairs_by_assignment: Mapping[str, Sequence[Pair]], threshold: float, titles: Mapping[str, str] | None = None
) -> str:
    """One HTML file that needs no network. `threshold` is the share from which pairs are shown, 0 to 1.

    `titles` are the assignments' titles by their names.
    """
    return render("side_by_side.html", found=pairs_by_assignment, least=threshold, titles=titles or {})


def print_pairs(console: Console, pairs_by_assignment: Mapping[str, Sequence[Pair]]) -> None:
    """Print a line for each pair."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    # two students to a line: neither of them is the one who copied
    for column in ("exercise", "student", "student", "code"):
        table.add_column(column)
    for similar_pair in itertools.chain.from_iterable(pairs_by_assignment.values()):
        row_parts = (similar_pair.exercise, *similar_pair.students, similar_pair.how)
        table.add_row(*[Text(names.in_a_line(part)) for part in row_parts])
    if table.row_count:
        console.print(table)
    else:
        console.print("no two submissions are alike beyond what the exercises explain")
