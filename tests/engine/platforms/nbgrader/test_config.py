"""nbgrader's own commands, on a course of ours and real submissions; and its web page, in a real browser."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import MissingEntry
from parts import FAILS, notebook, right

from autograder.author import scaffold
from autograder.author.checks import hidden_lines
from autograder.author.release import release
from autograder.course import Course, UsageError
from autograder.platforms.nbgrader.config import init

BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
ANSWER = "It only shifts the output. <script>document.title = 'owned'</script>"


def nbgrader(folder, *words, check=True):
    done = subprocess.run([BIN / "nbgrader", *words], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)  # fmt: skip
    assert not check or done.returncode == 0, done.stderr[-3000:]
    return done


def hand_in(folder, student, assignment, made):
    place = folder / "submitted" / student / assignment
    place.mkdir(parents=True)
    (place / f"{assignment}.ipynb").write_text(made if isinstance(made, str) else json.dumps(made))


def scores(folder, assignment, student):
    """(automatic, by hand, whether somebody has to look) of each graded cell."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        grades = book.find_submission_notebook(assignment, assignment, student).grades
        return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in grades}


def released(folder, assignment, course, **changed):
    """A released notebook with the solution's answers, or others."""
    from autograder.author import solution

    made = nbformat.read(folder / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    answers = {c.exercise: c.source for c in solution.read(course.solution(assignment)) if c.exercise} | changed
    for cell in made.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    return made


@pytest.fixture(scope="module")
def graded(tmp_path_factory, course):
    """A course in which everything that nbgrader is known to stumble over was handed in."""
    folder = tmp_path_factory.mktemp("nbgrader")
    init(course, folder)
    nbgrader(folder, "generate_assignment", "outcomes")
    nbgrader(folder, "generate_assignment", "kinds")
    whole = released(folder, "outcomes", course)
    hand_in(folder, "right", "outcomes", nbformat.writes(whole))
    double = nbformat.reads(nbformat.writes(whole), as_version=4)
    copy = next(c for c in double.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "passes-check")
    double.cells.append(nbformat.from_dict(copy | {"id": "another"}))
    hand_in(folder, "a_duplicated_cell", "outcomes", nbformat.writes(double))
    hand_in(folder, "bare", "outcomes", notebook(right(course, "outcomes")))
    warns = released(
        folder,
        "outcomes",
        course,
        prints="import sys, warnings\nwarnings.warn('careful')\nprint('on stderr', file=sys.stderr)",
    )
    hand_in(folder, "no_prints", "outcomes", nbformat.writes(warns))
    noisy = [
        *right(course, "outcomes"),
        "import sys, warnings\nwarnings.warn('careful')\nprint('on stderr', file=sys.stderr)\nprint('on stdout')",
    ]
    hand_in(folder, "noisy", "outcomes", notebook(noisy))
    hand_in(
        folder,
        "nan",
        "outcomes",
        notebook(["import torch", FAILS, "def passes(*a, **k): return float('nan')"]),
    )
    attack = "import os\nclass Right(float):\n    def __eq__(self, other): return True\ndef fails(*a, **k): return [Right()] * 11\nprint(os.listdir('.'), [k for k in os.environ if 'NBGRADER' in k])"
    hand_in(folder, "hostile", "outcomes", notebook(["import torch", attack]))
    hand_in(folder, "dead", "outcomes", notebook(["import os", "os._exit(1)", *right(course, "outcomes")]))
    hand_in(folder, "not_a_notebook", "outcomes", "this is no notebook")
    for student in ("answered", "silent", "no_metadata", "copied", "deleted"):
        made = released(folder, "kinds", course)
        place = next(i for i, c in enumerate(made.cells) if c.id == "why")
        blank = nbformat.from_dict(made.cells[place] | {"id": "another"})
        if student != "silent":
            made.cells[place].source = ANSWER
        if student == "no_metadata":
            made.cells[place].metadata = nbformat.from_dict({})
        if student == "copied":
            made.cells.append(blank)
        if student == "deleted":
            del made.cells[place]
        hand_in(folder, student, "kinds", nbformat.writes(made))
    said = nbgrader(folder, "autograde", "outcomes", check=False)
    nbgrader(folder, "autograde", "kinds")
    return folder, said


def test_a_class_is_graded_to_its_end(graded, course):
    """One file that is none costs only itself; a duplicated cell, a warning or a dead process cost nothing."""
    folder, said = graded
    assert said.returncode == 1
    assert "'not_a_notebook'" in said.stderr
    full = {f"{e.name}-check": (e.points, None, False) for e in course.assignment("outcomes").exercises}
    for student in ("right", "a_duplicated_cell", "bare", "noisy", "dead"):
        assert scores(folder, "outcomes", student) == full, student
    for student in ("nan", "hostile"):
        assert {auto for auto, _, _ in scores(folder, "outcomes", student).values()} == {0.0}
    part = scores(folder, "outcomes", "no_prints")
    assert part == full | {"prints-check": (0.0, None, False)}


def test_what_was_graded_is_in_the_notebook(graded, course):
    """Points as nbgrader reads them, tests in words, what the cells printed; nothing of the graders'."""
    folder, _ = graded
    made = nbformat.read(folder / "autograded" / "nan" / "outcomes" / "outcomes.ipynb", as_version=4)
    check = next(c for c in made.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "fails-check")
    assert check.outputs[1].data["text/plain"] == "0.0"
    assert "✗" in check.outputs[0].text
    assert "at [1]: expected 4, got 3" in check.outputs[0].text
    noisy = nbformat.read(folder / "autograded" / "noisy" / "outcomes" / "outcomes.ipynb", as_version=4)
    assert any("on stdout" in o.get("text", "") for c in noisy.cells if c.cell_type == "code" for o in c.outputs)
    hostile = (folder / "autograded" / "hostile" / "outcomes" / "outcomes.ipynb").read_text()
    assert "NBGRADER_EXECUTION" not in hostile
    assert "nbgrader_config" not in hostile
    everything = "".join(p.read_text() for p in folder.rglob("*") if p.suffix in (".py", ".ipynb", ".html"))
    assert "as a new tensor" in everything
    assert not [
        line for line in hidden_lines(course.grader("outcomes")) if len(line) > 30 and line in everything
    ]


def test_a_question_waits_for_a_person(graded):
    """An answer has no automatic points and asks to be read; the untouched cell has none and does not."""
    folder, _ = graded
    for student in ("answered", "no_metadata", "copied", "deleted"):
        assert scores(folder, "kinds", student)["why"] == (None, None, True), student
    assert scores(folder, "kinds", "silent")["why"] == (0.0, None, False)
    kept = (folder / "autograded" / "answered" / "kinds" / "kinds.ipynb").read_text()
    assert "It only shifts the output." in kept, "formgrader would run it"
    assert "<script>" not in kept, "formgrader would run it"


def test_feedback_and_export(graded):
    """The rest of the cycle: nbgrader's feedback, with our page beside it, and its table."""
    folder, _ = graded
    nbgrader(folder, "generate_feedback", "outcomes")
    place = folder / "feedback" / "nan" / "outcomes"
    assert "fails: 0 of 2 points" in (place / "outcomes.html").read_text()
    page = (place / "outcomes-report.html").read_text()
    assert "of 12 points" in page
    assert 'href="index.html"' not in page
    nbgrader(folder, "export", "--to", "all.csv")
    rows = [line.split(",") for line in (folder / "all.csv").read_text().splitlines()]
    assert [row[7] for row in rows if row[0] == "outcomes" and row[3] == "no_prints"] == ["11.0"]


def test_a_grade_by_hand_is_kept(graded):
    """Also when the submission is graded again."""
    folder, _ = graded
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        book.find_grade("why", "kinds", "kinds", "answered").manual_score = 1.5
        book.db.commit()
    nbgrader(folder, "autograde", "kinds", "--student", "answered", "--force")
    assert scores(folder, "kinds", "answered")["why"][:2] == (None, 1.5)


def test_a_fault_of_ours_gives_no_zero(tmp_path, own_course):
    """nbgrader says that it could not, and keeps what there was."""
    folder = tmp_path / "nb"
    init(own_course, folder)
    nbgrader(folder, "generate_assignment", "outcomes")
    hand_in(folder, "ann", "outcomes", notebook(right(own_course, "outcomes")))
    nbgrader(folder, "autograde", "outcomes")
    own_course.grader("outcomes").write_text("def broken(:\n")
    hand_in(folder, "bob", "outcomes", notebook(right(own_course, "outcomes")))
    done = nbgrader(folder, "autograde", "outcomes", "--force", check=False)
    assert done.returncode == 1
    assert "through no fault of the student's" in done.stderr
    assert scores(folder, "outcomes", "ann")["passes-check"] == (3.0, None, False)
    with pytest.raises(MissingEntry):  # a submission without a score would be one of zero points
        scores(folder, "outcomes", "bob")


def test_an_instructors_own_assignment_is_released_as_ever(tmp_path, course):
    """Solutions and hidden tests are cut out of it; and it is not graded here, where no kernel is started."""
    init(course, tmp_path)
    facts = {"schema_version": 3, "grade": False, "solution": True, "locked": False, "task": False, "grade_id": "a"}
    source = "### BEGIN SOLUTION\nsecret = 1\n### END SOLUTION"
    tests = facts | {"grade": True, "solution": False, "locked": True, "grade_id": "b", "points": 1}
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(source, metadata={"nbgrader": facts}),
            nbformat.v4.new_code_cell(
                "### BEGIN HIDDEN TESTS\nassert hidden\n### END HIDDEN TESTS", metadata={"nbgrader": tests}
            ),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    (tmp_path / "source" / "hw1").mkdir()
    (tmp_path / "source" / "hw1" / "hw1.ipynb").write_text(nbformat.writes(made))
    nbgrader(tmp_path, "generate_assignment", "hw1")
    given = (tmp_path / "release" / "hw1" / "hw1.ipynb").read_text()
    assert "secret" not in given
    assert "hidden" not in given.lower()
    assert "YOUR CODE HERE" in given
    hand_in(tmp_path, "ann", "hw1", given)
    done = nbgrader(tmp_path, "autograde", "hw1", check=False)
    assert done.returncode == 1
    assert "no assignment 'hw1'; this course has" in done.stderr


@pytest.fixture
def growing(tmp_path):
    """A course of one assignment, and nbgrader's folder for it; what it has got."""
    scaffold.init(tmp_path / "course", "A course")
    course = Course.load(tmp_path / "course")
    init(course, tmp_path / "nbgrader")
    return course, tmp_path / "nbgrader"


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_students_get_goes_there_and_nothing_else(growing):
    course, folder = growing
    expected = {"nbgrader_config.py"}
    for path in course.released("first_steps").rglob("*"):
        if path.is_file():
            expected.add(f"source/first_steps/{path.relative_to(course.released('first_steps'))}")
    assert {str(path) for path in contents(folder)} == expected


def test_called_again_it_changes_nothing(growing):
    """The seed stays: whoever is graded again meets the same inputs."""
    course, folder = growing
    before = contents(folder)
    assert init(course, folder) == []
    assert contents(folder) == before


def test_a_new_assignment_is_taken_in(growing):
    course, folder = growing
    before = contents(folder)
    scaffold.scaffold(course, "dropout")
    course = Course.load(course.root)
    release(course)
    assert init(course, folder) == [f"{folder}/source/dropout/dropout.ipynb"]
    after = contents(folder)
    assert {path: after[path] for path in before} == before


def test_what_an_instructor_has_changed_there_is_kept(growing):
    """And named: the next release would not reach students."""
    course, folder = growing
    notebook = folder / "source/first_steps/first_steps.ipynb"
    notebook.write_text("changed")
    (line,) = init(course, folder)
    assert "stays as it is" in line
    assert notebook.read_text() == "changed"


def test_the_folder_of_another_course_is_refused(growing, course):
    _, folder = growing
    before = contents(folder)
    with pytest.raises(UsageError, match="not for the course"):
        init(course, folder)
    assert contents(folder) == before


def test_a_course_is_released_first(tmp_path):
    """Nothing is written otherwise."""
    scaffold.init(tmp_path / "course", "A course")
    scaffold.scaffold(Course.load(tmp_path / "course"), "dropout")
    with pytest.raises(UsageError, match="autograder release"):
        init(Course.load(tmp_path / "course"), tmp_path / "nbgrader")
    assert not (tmp_path / "nbgrader").exists()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_button_in_formgrader(tmp_path, course, browser):
    """Jupyter with nbgrader's page in Chromium: a person presses autograde, and reads the score."""
    folder = tmp_path / "nb"
    init(course, folder)
    nbgrader(folder, "generate_assignment", "outcomes")
    hand_in(
        folder, "ann", "outcomes", notebook(right(course, "outcomes", prints="def prints(*a, **k): return 1.0"))
    )
    port = free_port()
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token=", "--ServerApp.password=", "--ServerApp.disable_check_xsrf=True"]  # fmt: skip
    log = (tmp_path / "log").open("w")
    home = ENVIRONMENT | {"HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    server = subprocess.Popen(command, cwd=folder, env=home, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/formgrader"
        for _ in range(100):
            try:
                urllib.request.urlopen(address).close()
                break
            except OSError:
                time.sleep(0.3)
        page = browser.new_page()
        page.goto(f"{address}/manage_submissions/outcomes")
        page.locator("tr:has-text('ann') td.autograde a").click(timeout=30_000)
        page.locator("#success-modal, .modal:has-text('Success')").first.wait_for(timeout=90_000)
        page.goto(f"{address}/manage_submissions/outcomes")
        row = page.locator("tr:has-text('ann')").inner_text(timeout=30_000)
        assert "11 / 12" in row, row
        assert "graded" in row, row
        page.close()
    finally:
        server.terminate()
        server.wait(30)
        log.close()
