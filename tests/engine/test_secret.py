"""The course's secret: kept outside the repository, made once, and what hidden inputs are drawn from."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from parts import notebook, right

from autograder import secret
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def test_it_is_made_once_and_only_its_owner_reads_it(home):
    """At first use; another course has another; several at once agree."""
    with ThreadPoolExecutor(4) as pool:
        (made,) = set(pool.map(secret.course_secret, ["A course"] * 4))
    assert len(made) == 64
    assert secret.course_secret("A course") == made != secret.course_secret("Another")
    path = secret.secret_path("A course")
    assert path.is_relative_to(home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.suffix for p in path.parent.iterdir()] == [".secret", ".secret"]


def test_the_environment_comes_first(home, monkeypatch):
    """So that two machines can agree."""
    monkeypatch.setenv(secret.VARIABLE, "from the environment")
    assert secret.course_secret("A course") == "from the environment"
    assert not list(home.iterdir())


def test_where_it_cannot_be_kept_a_run_has_its_own(home, monkeypatch, capsys):
    """With a word of warning that says what to do."""
    (home / "data").write_text("a file where a folder should be")
    assert secret.course_secret("A course") != secret.course_secret("A course")
    assert f"set {secret.VARIABLE}" in capsys.readouterr().err


def test_hidden_inputs_come_from_secret_student_and_seed(own_course, tmp_path):
    """Each changes what is drawn; the same three draw the same."""
    order = own_course.root / "solutions" / "course.toml"
    order.write_text(order.read_text().replace("[[assignments]]\n", '[[assignments]]\nfeedback = "full"\n'))
    cells = right(own_course, "outcomes", uses_another="def uses_another(x): raise ValueError(x.tolist())")
    path = tmp_path / "raises.ipynb"
    path.write_text(json.dumps(notebook(cells)))

    def drawn(key, *orders):
        with Pool(Terms(course=str(own_course.root), secret=key), 1) as pool:
            reports = [r for _, r in pool.grade([Order("outcomes", str(path), *order) for order in orders])]
        return [r.exercises[-1].tests[-1].message for r in reports]

    first, again, another_student, another_seed = drawn("s", ("ann", 1), ("ann", 1), ("bob", 1), ("ann", 2))
    assert "ValueError" in first
    assert first == again
    assert len({first, another_student, another_seed, *drawn("t", ("ann", 1))}) == 4
