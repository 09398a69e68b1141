"""The engine's tests stand apart from this course: an exercise can be renamed, rewritten or given other points."""

import re

from parts import COURSE, ROOT

# names of others that an exercise has, too
EXCEPTIONS = {
    "batch_norm": "a function of torch's, which an exercise may have to be written without",
    "polynomial": "a module of NumPy's",
}


def test_the_engines_tests_name_no_exercise_of_this_course(course):
    names = {e.name for a in course.assignments.values() for e in a.exercises} | set(course.assignments)
    word = re.compile(rf"\b({'|'.join(sorted(names - EXCEPTIONS.keys()))})\b")
    places = []
    for path in sorted((ROOT / "tests" / "engine").rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            places += [f"{path.relative_to(ROOT)}:{number}: {name}" for name in word.findall(line)]
    assert places == []


def test_no_file_of_the_engines_tests_reads_this_course(course):
    """Neither its folders nor its examples."""
    folders = re.compile(r"""ROOT( / |\.glob\()["'](solutions|assignments|examples|tests/graders|tests/submissions)\b""")
    engine = (path for path in (ROOT / "tests" / "engine").rglob("*.py") if COURSE not in path.parents)
    assert [str(path.relative_to(ROOT)) for path in engine if folders.search(path.read_text(encoding="utf-8"))] == []
