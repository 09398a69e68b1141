"""nbgrader's own commands, on a course of ours and real submissions; and its web page, in a real browser."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import MissingEntry
from parts import ROOT, WRONG_NEWTON, notebook, right

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
    nbgrader(folder, "generate_assignment", "newton")
    nbgrader(folder, "generate_assignment", "weight_decay")
    whole = released(folder, "newton", course)
    hand_in(folder, "right", "newton", nbformat.writes(whole))
    double = nbformat.reads(nbformat.writes(whole), as_version=4)
    copy = next(c for c in double.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "newton-check")
    double.cells.append(nbformat.from_dict(copy | {"id": "another"}))
    hand_in(folder, "a_duplicated_cell", "newton", nbformat.writes(double))
    hand_in(folder, "bare", "newton", notebook(right(course, "newton")))
    warns = released(
        folder,
        "newton",
        course,
        line_search="import sys, warnings\nwarnings.warn('careful')\nprint('on stderr', file=sys.stderr)",
    )
    hand_in(folder, "no_line_search", "newton", nbformat.writes(warns))
    noisy = [
        *right(course, "newton"),
        "import sys, warnings\nwarnings.warn('careful')\nprint('on stderr', file=sys.stderr)\nprint('on stdout')",
    ]
    hand_in(folder, "noisy", "newton", notebook(noisy))
    hand_in(
        folder,
        "nan",
        "newton",
        notebook(["import torch", WRONG_NEWTON, "def line_search(*a, **k): return float('nan')"]),
    )
    attack = "import os\nclass Right(float):\n    def __eq__(self, other): return True\ndef newton(*a, **k): return [Right()] * 11\nprint(os.listdir('.'), [k for k in os.environ if 'NBGRADER' in k])"
    hand_in(folder, "hostile", "newton", notebook(["import torch", attack]))
    hand_in(folder, "dead", "newton", notebook(["import os", "os._exit(1)", *right(course, "newton")]))
    hand_in(folder, "not_a_notebook", "newton", "this is no notebook")
    for student in ("answered", "silent", "no_metadata", "copied", "deleted"):
        made = released(folder, "weight_decay", course)
        place = next(i for i, c in enumerate(made.cells) if c.id == "why_not_the_bias")
        blank = nbformat.from_dict(made.cells[place] | {"id": "another"})
        if student != "silent":
            made.cells[place].source = ANSWER
        if student == "no_metadata":
            made.cells[place].metadata = nbformat.from_dict({})
        if student == "copied":
            made.cells.append(blank)
        if student == "deleted":
            del made.cells[place]
        hand_in(folder, student, "weight_decay", nbformat.writes(made))
    said = nbgrader(folder, "autograde", "newton", check=False)
    nbgrader(folder, "autograde", "weight_decay")
    return folder, said


def test_a_class_is_graded_to_its_end(graded):
    """One file that is none costs only itself; a duplicated cell, a warning or a dead process cost nothing."""
    folder, said = graded
    assert said.returncode == 1 and "'not_a_notebook'" in said.stderr
    full = {
        "newton-check": (3.0, None, False),
        "preconditioned_step-check": (1.0, None, False),
        "line_search-check": (2.0, None, False),
    }
    for student in ("right", "a_duplicated_cell", "bare", "noisy", "dead"):
        assert scores(folder, "newton", student) == full, student
    for student in ("nan", "hostile"):
        assert {auto for auto, _, _ in scores(folder, "newton", student).values()} == {0.0}
    part = scores(folder, "newton", "no_line_search")
    assert part == full | {"line_search-check": (0.0, None, False)}


def test_what_was_graded_is_in_the_notebook(graded, course):
    """Points as nbgrader reads them, tests in words, what the cells printed; nothing of the graders'."""
    folder, _ = graded
    made = nbformat.read(folder / "autograded" / "nan" / "newton" / "newton.ipynb", as_version=4)
    check = next(c for c in made.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "newton-check")
    assert check.outputs[1].data["text/plain"] == "0.0" and "✗" in check.outputs[0].text
    assert "at [1]: expected 3, got 10" in check.outputs[0].text
    noisy = nbformat.read(folder / "autograded" / "noisy" / "newton" / "newton.ipynb", as_version=4)
    assert any("on stdout" in o.get("text", "") for c in noisy.cells if c.cell_type == "code" for o in c.outputs)
    hostile = (folder / "autograded" / "hostile" / "newton" / "newton.ipynb").read_text()
    assert "NBGRADER_EXECUTION" not in hostile and "nbgrader_config" not in hostile
    everything = "".join(p.read_text() for p in folder.rglob("*") if p.suffix in (".py", ".ipynb", ".html"))
    assert "Armijo" in everything and not [
        line for line in hidden_lines(course.grader("newton")) if len(line) > 30 and line in everything
    ]


def test_a_question_waits_for_a_person(graded):
    """An answer has no automatic points and asks to be read; the untouched cell has none and does not."""
    folder, _ = graded
    for student in ("answered", "no_metadata", "copied", "deleted"):
        assert scores(folder, "weight_decay", student)["why_not_the_bias"] == (None, None, True), student
    assert scores(folder, "weight_decay", "silent")["why_not_the_bias"] == (0.0, None, False)
    kept = (folder / "autograded" / "answered" / "weight_decay" / "weight_decay.ipynb").read_text()
    assert "It only shifts the output." in kept and "<script>" not in kept, "formgrader would run it"


def test_feedback_and_export(graded):
    """The rest of the cycle: nbgrader's feedback, with our page beside it, and its table."""
    folder, _ = graded
    nbgrader(folder, "generate_feedback", "newton")
    place = folder / "feedback" / "nan" / "newton"
    assert "newton: 0 of 3 points" in (place / "newton.html").read_text()
    page = (place / "newton-report.html").read_text()
    assert "of 6 points" in page and 'href="index.html"' not in page
    nbgrader(folder, "export", "--to", "all.csv")
    rows = [line.split(",") for line in (folder / "all.csv").read_text().splitlines()]
    assert [row[7] for row in rows if row[0] == "newton" and row[3] == "no_line_search"] == ["4.0"]


def test_a_grade_by_hand_is_kept(graded):
    """Also when the submission is graded again."""
    folder, _ = graded
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        book.find_grade("why_not_the_bias", "weight_decay", "weight_decay", "answered").manual_score = 1.5
        book.db.commit()
    nbgrader(folder, "autograde", "weight_decay", "--student", "answered", "--force")
    assert scores(folder, "weight_decay", "answered")["why_not_the_bias"][:2] == (None, 1.5)


def test_a_fault_of_ours_gives_no_zero(tmp_path, course):
    """nbgrader says that it could not, and keeps what there was."""
    other = tmp_path / "course"
    for part in ("solutions", "assignments", "tests/graders"):
        shutil.copytree(ROOT / part, other / part)
    folder = tmp_path / "nb"
    init(Course.load(other), folder)
    nbgrader(folder, "generate_assignment", "newton")
    hand_in(folder, "ann", "newton", notebook(right(course, "newton")))
    nbgrader(folder, "autograde", "newton")
    (other / "tests/graders/test_newton.py").write_text("def broken(:\n")
    hand_in(folder, "bob", "newton", notebook(right(course, "newton")))
    done = nbgrader(folder, "autograde", "newton", "--force", check=False)
    assert done.returncode == 1 and "through no fault of the student's" in done.stderr
    assert scores(folder, "newton", "ann")["newton-check"] == (3.0, None, False)
    with pytest.raises(MissingEntry):  # a submission without a score would be one of zero points
        scores(folder, "newton", "bob")


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
    assert "secret" not in given and "hidden" not in given.lower() and "YOUR CODE HERE" in given
    hand_in(tmp_path, "ann", "hw1", given)
    done = nbgrader(tmp_path, "autograde", "hw1", check=False)
    assert done.returncode == 1 and "no assignment 'hw1'; this course has" in done.stderr


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
    nbgrader(folder, "generate_assignment", "newton")
    hand_in(
        folder, "ann", "newton", notebook(right(course, "newton", line_search="def line_search(*a, **k): return 1.0"))
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
        page.goto(f"{address}/manage_submissions/newton")
        page.locator("tr:has-text('ann') td.autograde a").click(timeout=30_000)
        page.locator("#success-modal, .modal:has-text('Success')").first.wait_for(timeout=90_000)
        page.goto(f"{address}/manage_submissions/newton")
        row = page.locator("tr:has-text('ann')").inner_text(timeout=30_000)
        assert "4 / 6" in row and "graded" in row, row
        page.close()
    finally:
        server.terminate()
        server.wait(30)
        log.close()
