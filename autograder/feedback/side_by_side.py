"""Pairs of students' code that are alike: a table, and a page with the two sides next to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder import names
from autograder.feedback.pages import render

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
        same = self.texts[0].strip() == self.texts[1].strip()
        return "identical" if same else f"{self.alike:.0%} alike"

    @property
    def sides(self) -> list[tuple[str, Markup]]:
        """Each student and their code, what is shared marked."""
        return [
            (student, _marked(text, slices))
            for student, text, slices in zip(self.students, self.texts, self.slices, strict=True)
        ]


def _marked(text: str, slices: Slices) -> Markup:
    made, end = Markup(), 0
    for start, stop in sorted(slices):
        made += escape(text[end:start]) + Markup("<mark>{}</mark>").format(text[max(start, end) : stop])
        end = max(end, stop)
    return made + escape(text[end:])


def page(found: Mapping[str, Sequence[Pair]], least: float) -> str:
    """One HTML file that needs no network."""
    return render("side_by_side.html", found=found, least=least)


def print_pairs(console: Console, found: Mapping[str, Sequence[Pair]]) -> None:
    """A line for each pair."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("exercise", "student", "student", "code"):
        table.add_column(column)
    for pairs in found.values():
        for pair in pairs:
            table.add_row(*(Text(names.in_a_line(part)) for part in (pair.exercise, *pair.students, pair.how)))
    if table.row_count:
        console.print(table)
    else:
        console.print("no two submissions are alike beyond what the exercises explain")
