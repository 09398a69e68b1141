"""Checks answers where they are written: runs an exercise's public tests, and says what these see and what they don't.

Release copies this module beside each notebook, with a .json of the same name that tells about its exercises. It takes
Python alone, and IPython where there is one: so it works wherever the notebook does.
"""

from __future__ import annotations

import html
import json
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

FOLDER = Path(__file__).resolve().parent
_FACTS = Path(__file__).with_suffix(".json")
_OTTER = "from otter.test_files import test_case"  # this line of a test file is ours to answer: otter takes seconds
_STUB = " is waiting for your code"
_GREY = "gray"
_GREEN = "green"
_RED = "firebrick"
_STYLE = "font-family: monospace; white-space: pre-wrap; min-height: 1em"

Names = Mapping[str, object]
Value = str | float


class Words:
    """All that a student reads here: in another language, the .json has its words for each."""

    WAITING = "{name}: waiting for your code"
    NEEDED = "This cell needs a `{name}` that passes its check."
    STOPPED = "This cell has stopped: {reason}"
    PASSED = "{name}: {passed} of {total} tests passed here."
    NO_OTHERS = "{name}: {passed} of {total} tests passed here, and there are no others."
    FAILED = "{name}: {failed} of {count} public tests failed."
    WRONG = "failed: {title}\n    {message}"
    PLACE = "in line {line} of {function}: {code}"
    HIDDEN = "The hidden ones check:"
    NO_TESTS = "{name} has no public tests."
    MISSING = "{name}: not checked ({reason}): put the files of the notebook's folder beside it again."
    OFFER = 'For a hint: grader.hint("{name}")'
    NO_HINT = "{name} has no hint: read its docstring, and the text above it."
    HINT = "**{name}, hint {step} of {count}**\n\n{text}"
    UNKNOWN = "no exercise {name}; this notebook has {names}"
    SUM = "Public checks: {passed} of {count} exercises pass."
    WORTH = "These are worth {worth} of {points} points, if the hidden tests agree."
    BY_HAND = "A person grades: {what}"
    SAVE = "Save the notebook. {hand_in}"
    OTTER_MISSING = "grader.{name} takes otter-grader: %pip install otter-grader"


class Exercise(TypedDict):
    """What the .json tells of an exercise: its points, the number of public tests, the titles of hidden ones, hints."""

    name: str
    points: float
    public: int
    hidden: list[str]
    hints: list[str]


class Lesson(TypedDict):
    """What the .json tells of a notebook."""

    exercises: list[Exercise]
    by_hand: list[str]
    hand_in: str
    words: dict[str, str]


@dataclass(frozen=True)
class Line:
    """One line of what a cell shows, with its colour; `inner` are lines that are shown below it, folded."""

    text: str
    colour: str = "inherit"
    inner: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([self.text, *(f"  - {line}" for line in self.inner)])

    def as_html(self) -> str:
        """The line for a browser: nothing of it is taken for markup."""
        head = html.escape(self.text)
        style = f"color: {self.colour}; {_STYLE}"
        if not self.inner:
            return f'<div style="{style}">{head}</div>'
        items = "".join(f"<li>{html.escape(line)}</li>" for line in self.inner)
        return f"<details><summary>{head}</summary><ul>{items}</ul></details>"


@dataclass(frozen=True)
class Shown:
    """Lines that Jupyter shows as HTML, and everything else as text."""

    lines: tuple[Line, ...]

    def __repr__(self) -> str:
        return "\n".join(map(str, self.lines))

    def _repr_html_(self) -> str:
        return "\n".join(line.as_html() for line in self.lines)


@dataclass(frozen=True)
class Case:
    """A public test: its sentence, and the function that raises where the answer is wrong."""

    title: str
    function: Callable[[Names], object]


@dataclass(frozen=True, repr=False)
class Result(Shown):
    """What became of an exercise's public tests. `waits_for` names the exercise that is still an empty stub.

    Where nothing could be checked, nothing has failed, and nothing counts.
    """

    passed_all: bool = False
    waits_for: str = ""
    checked: bool = True


@dataclass(frozen=True, repr=False)
class Hint(Shown):
    """One step of help, in Markdown as the notebook's own text has it."""

    markdown: str = ""

    def _repr_markdown_(self) -> str:
        return self.markdown

    def _repr_html_(self) -> None:  # type: ignore[override]
        """Markdown it is: of HTML, Jupyter would show that instead."""


class NotYet(Exception):
    """A demo can't be run: the text says which exercise it waits for."""


@dataclass
class Grader:
    """What a notebook calls `grader`."""

    lesson: Lesson
    _results: dict[str, tuple[list[object], Result]] = field(default_factory=dict)
    _hints_given: dict[str, int] = field(default_factory=dict)

    def check(self, name: str) -> Result:
        """Run the public tests of one exercise, and show what they find."""
        exercise = self._exercise(name)
        names = _notebook_names()
        result = _result(exercise, names)
        self._results[name] = (self._defined_now(names), result)
        return result

    def check_all(self) -> Shown:
        """Run all public tests, and show what they see of the notebook's points, and what is left to do."""
        lines = []
        passed = []
        for exercise in self.lesson["exercises"]:
            result = self._known(exercise["name"])
            lines.append(result.lines[0])
            if result.passed_all and result.checked:
                passed.append(exercise)
        lines.append(Line(""))
        lines += self._summary(passed)
        return Shown(tuple(lines))

    def hint(self, name: str) -> Shown:
        """Show the next hint to an exercise; after the last one, the first one again."""
        hints = self._exercise(name)["hints"]
        if not hints:
            return Shown((Line(_said(Words.NO_HINT, name=name)),))
        step = self._hints_given.get(name, 0) % len(hints)
        self._hints_given[name] = step + 1
        markdown = _said(Words.HINT, name=name, step=step + 1, count=len(hints), text=hints[step])
        return Hint((Line(markdown),), markdown)

    def needs(self, *names: str) -> None:
        """Raise NotYet unless these exercises are written and pass their checks: what follows is built on them."""
        for exercise in self.lesson["exercises"]:
            if exercise["name"] not in names:
                continue
            result = self._known(exercise["name"])
            if result.waits_for:
                raise NotYet(_said(Words.WAITING, name=result.waits_for))
            if not result.passed_all:
                raise NotYet(_said(Words.NEEDED, name=exercise["name"]))

    def stopped(self, reason: Exception) -> None:
        """Show in one line why a demo has stopped, and none of the figures that it has begun."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:
            pyplot.close("all")
        _show(Shown((Line(_in_one_line(reason), _GREY),)))

    def __getattr__(self, name: str) -> object:
        """Whatever else otter's Notebook has, such as `export`, is asked of otter."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            import otter  # noqa: PLC0415  slow, and asked for by few
        except ModuleNotFoundError:
            raise AttributeError(_said(Words.OTTER_MISSING, name=name)) from None
        return getattr(otter.Notebook(tests_dir=str(FOLDER / "tests")), name)

    def _exercise(self, name: str) -> Exercise:
        exercise_names = []
        for exercise in self.lesson["exercises"]:
            exercise_names.append(exercise["name"])
            if exercise["name"] == name:
                return exercise
        raise KeyError(_said(Words.UNKNOWN, name=name, names=", ".join(exercise_names)))

    def _defined_now(self, names: Names) -> list[object]:
        """What the notebook has under the names of its exercises: where any of it is another, a result is old."""
        return [names.get(exercise["name"]) for exercise in self.lesson["exercises"]]

    def _known(self, name: str) -> Result:
        """The result of an exercise as it is defined now; its tests are run only where that is not known."""
        if name in self._results:
            judged, result = self._results[name]
            now = self._defined_now(_notebook_names())
            if all(old is new for old, new in zip(judged, now, strict=True)):
                return result
        return self.check(name)

    def _summary(self, passed: list[Exercise]) -> Iterator[Line]:
        exercises = self.lesson["exercises"]
        points = sum(exercise["points"] for exercise in exercises)
        worth = sum(exercise["points"] for exercise in passed)
        colour = _GREY
        if len(passed) == len(exercises):
            colour = _GREEN
        yield Line(_said(Words.SUM, passed=len(passed), count=len(exercises)), colour)
        yield Line(_said(Words.WORTH, worth=f"{worth:g}", points=f"{points:g}"))
        for sentence in self.lesson["by_hand"]:
            yield Line(_said(Words.BY_HAND, what=sentence))
        yield Line(_said(Words.SAVE, hand_in=self.lesson["hand_in"]))


def _result(exercise: Exercise, names: Names) -> Result:
    name = exercise["name"]
    if not exercise["public"]:
        return Result((Line(_said(Words.NO_TESTS, name=name), _GREY),), passed_all=name in names, checked=False)
    try:
        cases = _cases(name)
    except (OSError, ImportError) as missing:
        # nobody's answer is wrong because a file was not downloaded
        line = Line(_said(Words.MISSING, name=name, reason=str(missing)), _GREY)
        return Result((line,), passed_all=name in names, checked=False)
    lines = []
    for case in cases:
        try:
            case.function(names)
        except Exception as fault:  # noqa: BLE001  whatever a student's code raises
            waits_for = _empty_stub(fault)
            if waits_for:
                return Result((Line(_said(Words.WAITING, name=waits_for), _GREY),), waits_for=waits_for)
            lines.append(Line(_said(Words.WRONG, title=case.title, message=_explained(fault)), _RED))
    return _verdict(exercise, lines, len(cases))


def _verdict(exercise: Exercise, failures: list[Line], count: int) -> Result:
    name = exercise["name"]
    hidden = exercise["hidden"]
    passed = count - len(failures)
    total = exercise["public"] + len(hidden)
    if failures:
        headline = _said(Words.FAILED, name=name, failed=len(failures), count=count)
        lines = [Line(headline, _RED), *failures]
        if exercise["hints"]:
            lines.append(Line(_said(Words.OFFER, name=name), _GREY))
        return Result(tuple(lines))
    if not hidden:
        return Result((Line(_said(Words.NO_OTHERS, name=name, passed=passed, total=total), _GREEN),), passed_all=True)
    titles = Line(_said(Words.HIDDEN), inner=tuple(hidden))
    return Result((Line(_said(Words.PASSED, name=name, passed=passed, total=total), _GREEN), titles), passed_all=True)


def _cases(name: str) -> list[Case]:
    """The public tests of an exercise. Raises OSError or ImportError where a file is missing."""
    path = FOLDER / "tests" / f"{name}.py"
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    source = path.read_text(encoding="ascii").replace(_OTTER, "")

    def test_case(name: str) -> Callable[[Callable[[Names], object]], Case]:
        return lambda function: Case(name, function)

    namespace: dict[str, object] = {"test_case": test_case}
    exec(compile(source, str(path), "exec"), namespace)  # noqa: S102  what lies beside the notebook, from its author
    return [case for case in namespace.values() if isinstance(case, Case)]


def _empty_stub(fault: Exception) -> str:
    """The exercise whose empty stub was called; else an empty text."""
    message = str(fault)
    if isinstance(fault, NotImplementedError) and message.endswith(_STUB):
        return message.removesuffix(_STUB)
    return ""


def _explained(fault: Exception) -> str:
    """What a failed test says. Of another error: its kind, and the student's line that raised it."""
    place = _place_in_notebook(fault)
    # without a place in the notebook, a name is what the student has not defined yet: the text says so
    if str(fault) and (isinstance(fault, AssertionError) or (isinstance(fault, NameError) and not place)):
        return str(fault)
    text = f"{type(fault).__name__}: {fault}"
    if place:
        text += f"\n    {place}"
    return text


def _place_in_notebook(fault: Exception) -> str:
    """The last line of a notebook's cell that an error went through; empty where there is none."""
    for frame in reversed(traceback.extract_tb(fault.__traceback__)):
        # a cell's name looks like a file's, and no such file is there
        if frame.line and not Path(frame.filename).exists():
            return _said(Words.PLACE, line=frame.lineno or 0, function=frame.name, code=frame.line)
    return ""


def _in_one_line(reason: Exception) -> str:
    if isinstance(reason, NotYet):
        return str(reason)
    waits_for = _empty_stub(reason)
    if waits_for:
        return _said(Words.WAITING, name=waits_for)
    lines = str(reason).splitlines() or [""]
    return _said(Words.STOPPED, reason=f"{type(reason).__name__}: {lines[0]}")


def _said(template: str, **values: Value) -> str:
    """A sentence in the notebook's language; in English where its words are missing."""
    return grader.lesson["words"].get(template, template).format(**values)


def _notebook_names() -> Names:
    """What the notebook has defined."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return vars(sys.modules["__main__"])
    names: Names = shell.user_ns
    return names


def _show(shown: Shown) -> None:
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        ipython.display.display(shown)
    else:
        print(shown)


grader = Grader(json.loads(_FACTS.read_text(encoding="ascii")))
