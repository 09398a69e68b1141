"""`otter run` on an archive of ours: the scores of `autograder grade`, and nothing of the student's in otter's process."""

import json
import os
import pickle
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from parts import FAILS, notebook, right

from autograder.platforms.otter import archive

COURSE = "autograder-course.tar.gz"
OTTER = Path(sys.executable).parent / "otter"


@pytest.fixture(scope="module")
def zipped(course, tmp_path_factory):
    return made(course, tmp_path_factory.mktemp("otter") / "autograder.zip")


def made(course, path):
    """By the command, since otter warns when it is imported."""
    command = [
        sys.executable,
        "-m",
        "autograder",
        "otter",
        "outcomes",
        "-o",
        path,
        "--torch-index",
        "https://index.example/cpu",
    ]
    subprocess.run(command, cwd=course.root, check=True, capture_output=True)
    return path


def run(zipped, folder, cells, check=True, **more):
    """otter's results for a notebook, or a zip of several files."""
    made = folder / "outcomes.ipynb"
    made.write_text(cells if isinstance(cells, str) else json.dumps(notebook(cells)))
    if more:
        made = folder / "handed_in.zip"
        with zipfile.ZipFile(made, "w") as packed:
            packed.write(folder / "outcomes.ipynb", "outcomes.ipynb")
            for name, content in more.items():
                packed.writestr(name.replace("__", "."), content)
    environment = os.environ | {"PATH": f"{OTTER.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([OTTER, "run", "-a", zipped, "--no-logo", made], cwd=folder, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
    assert not check or done.returncode == 0, done.stdout + done.stderr
    results = json.loads((folder / "results.json").read_text()) if (folder / "results.json").exists() else None
    return results, done


def scores(results):
    return {test["name"]: test["score"] for test in results["tests"] if "score" in test}


def test_the_archive_is_otters_own(zipped, course, tmp_path):
    """What otter's generate writes, and the engine to install; only this assignment's files; the same bytes each time."""
    with zipfile.ZipFile(zipped) as packed:
        names = set(packed.namelist())
        setup = packed.read("setup.sh").decode()
    assert {
        "run_autograder",
        "run_otter.py",
        "setup.sh",
        "otter_config.json",
        COURSE,
        "tests/passes.py",
    } <= names
    assert {"engine/requirements.txt", "engine/constraints.txt"} <= names
    assert [name for name in names if re.fullmatch(r"engine/tensorgrade-.*\.whl", name)]
    assert setup.index("mamba env create") < setup.index('--index-url "https://index.example/cpu" torch')
    assert subprocess.run(["bash", "-n"], input=setup, text=True, check=False).returncode == 0
    assert not [n for n in names if "kinds" in n and not n.startswith("engine/")]
    assert made(course, tmp_path / "again.zip").read_bytes() == zipped.read_bytes()


def test_scores_and_sentences(zipped, course, tmp_path):
    """Partial credit test by test; what is wrong in the words of the report, as far as it may be told."""
    results, done = run(zipped, tmp_path, right(course, "outcomes", fails=FAILS))
    assert {name for name, score in scores(results).items() if not score} == {"fails"}
    said = json.dumps(results, ensure_ascii=False)
    assert "at [1]: expected 4, got 3" in said
    assert "outcomes: 10 of 12 points" in done.stdout


def test_the_stub_beside_a_filled_copy(zipped, course, tmp_path):
    """Whichever otter takes, the one that attempts more counts; otter itself refuses two notebooks."""
    stub = 'def fails(x):\n    raise NotImplementedError("fails is waiting for your code")'
    filled = "\n\n".join(right(course, "outcomes", fails=FAILS))
    results, _ = run(zipped, tmp_path, [stub], mine__py=filled)
    assert {name for name, score in scores(results).items() if not score} == {"fails"}


@pytest.mark.filterwarnings("ignore:Traits should be given:DeprecationWarning")  # otter's own, when it is imported
@pytest.mark.parametrize("names", [("outcomes.ipynb", "outcomes-Copy1.ipynb"), ("a/outcomes.ipynb", "b/outcomes.ipynb"), ("x.IPYNB", "y.ipynb.txt")])
def test_several_notebooks_on_gradescope(zipped, course, tmp_path, names, monkeypatch):
    """There the program that starts otter puts all of them where our plugin chooses."""
    from types import SimpleNamespace

    from autograder.platforms.otter.plugin import Behind

    stub = 'def fails(x):\n    raise NotImplementedError("fails is waiting for your code")'
    filled = json.dumps(notebook(right(course, "outcomes")))
    for name, content in zip(names, (json.dumps(notebook([stub])), filled), strict=True):
        (tmp_path / "submission" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "submission" / name).write_text(content)
    with zipfile.ZipFile(zipped) as packed:
        program = packed.read("run_otter.py").decode().replace('"/autograder', f'"{tmp_path}')
    started = []
    monkeypatch.setattr("otter.run.run_autograder.main", started.append)
    exec(compile(program, "run_otter.py", "exec"), {"__name__": "__main__"})
    (tmp_path / "submission" / "tests").mkdir()  # as otter does then
    assert started == [str(tmp_path)]
    (taken,) = (tmp_path / "submission").glob("*.ipynb")
    plugin = SimpleNamespace(submission_path=str(taken))
    Behind.before_grading(plugin, None)
    _, content = Behind._chosen(plugin, course.assignment("outcomes"))
    assert content.decode() == filled


def test_nothing_of_the_students_runs_there(zipped, course, tmp_path):
    """Not the notebook; not a module beside it; not the log, which otter would unpickle."""
    mark = tmp_path / "ran"

    class Payload:
        def __reduce__(self):
            return Path.touch, (mark,)

    code = f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n"
    cells = [
        *right(course, "outcomes", fails=FAILS),
        code,
        "import otter\notter.Notebook.grade = None",
        "autograder_results = {}",
    ]
    evil = {
        name: code
        for name in ("json__py", "otter__py", "torch__py", "__init__.py", "sitecustomize__py", "tests/passes__py")
    }
    log = pickle.dumps(Payload())
    results, _ = run(zipped, tmp_path, cells, **evil, __OTTER_LOG=log)
    assert not mark.exists()
    assert sum(scores(results).values()) == 10


def test_what_cannot_be_graded(zipped, tmp_path):
    """A notebook without work has no points, and each test says why; a fault of ours is a failure, and no zero."""
    results, _ = run(zipped, tmp_path, ["x = 1"])
    assert set(scores(results).values()) == {0}
    assert "defines no `passes`" in json.dumps(results)
    (tmp_path / "results.json").unlink()
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(zipped) as packed, zipfile.ZipFile(broken, "w") as other:
        for entry in packed.infolist():
            content = b"nothing" if entry.filename.endswith(COURSE) else packed.read(entry)
            other.writestr(entry, content)
    results, done = run(broken, tmp_path, ["x = 1"], check=False)
    assert done.returncode != 0
    assert results is None


def test_a_kernel_of_another_language_is_refused(zipped, tmp_path):
    """With the sentence of the report, for every test."""
    made = notebook(["x <- 1"], metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}})
    results, _ = run(zipped, tmp_path, json.dumps(made))
    assert set(scores(results).values()) == {0}
    assert "choose a Python kernel" in json.dumps(results)


@pytest.mark.filterwarnings("ignore:Traits should be given:DeprecationWarning")  # otter's own, when it is imported
def test_a_question_goes_into_the_pdf(course):
    """Between the marks that otter's export looks for: question and answer, and nothing else."""
    from otter.export.exporters.base_exporter import BaseExporter

    path = course.notebook("kinds")
    kept = [cell.source for cell in BaseExporter.load_notebook(str(path), filtering=True).cells]
    assert len(kept) == 3
    assert "Why is each number half" in kept[0]
    assert "Your answer here" in kept[1]


@pytest.mark.filterwarnings("ignore:Traits should be given:DeprecationWarning")
def test_what_lies_beside_the_work_is_taken_away(tmp_path):
    """Folders in folders without end, links, pipes, names that are no text; what they lead to stays."""
    from types import SimpleNamespace

    from autograder.platforms.otter.plugin import Behind

    folder = tmp_path / "submission"
    (folder / "tests").mkdir(parents=True)
    (folder / "outcomes.ipynb").write_text("{}")
    (tmp_path / "kept").mkdir()
    (folder / "link").symlink_to(tmp_path / "kept")
    (folder / "-rf").write_text("")
    os.mkfifo(folder / "pipe")
    with open(os.path.join(os.fsencode(folder), b"\xff\n"), "wb"):
        pass
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d" * 200, dir_fd=here)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    Behind.before_grading(SimpleNamespace(submission_path=str(folder / "outcomes.ipynb")), None)
    assert sorted(p.name for p in folder.iterdir()) == ["outcomes.ipynb", "tests"]
    assert (tmp_path / "kept").is_dir()


def test_a_test_that_is_left_out(course):
    """It is in no test file of otter's, and its points go to the others; one that no grader has is refused."""
    assignment = course.assignment("outcomes")
    whole = archive._tests(course, assignment)
    left_out = re.findall("^def (test_[a-z_0-9]+)", course.grader("outcomes").read_text(), re.MULTILINE)[0]
    without = replace(course, assignments=course.assignments | {"outcomes": replace(assignment, exclude=(left_out,))})
    sources = archive._tests(without, without.assignment("outcomes"))
    changed = {name for name in sources if sources[name] != whole[name]}
    assert len(changed) == 1
    for name, source in sources.items():
        points = [float(number) for number in re.findall(r"points=([\d.]+)", source)]
        assert sum(points) == pytest.approx({one.name: one.points for one in assignment.exercises}[name], abs=1e-4)
        assert left_out not in source
