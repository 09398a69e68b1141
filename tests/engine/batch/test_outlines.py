"""What pages tell of an assignment beside its reports."""

import os

import pytest
from msgspec.structs import replace
from reports import report

from autograder import files
from autograder.batch.out_folder import Results
from autograder.batch.outlines import notes_changed_at, outlines_of, titles_of
from autograder.course import Assignment, Course, Exercise, UsageError
from autograder.limits import Limits


def test_titles_and_uses_are_the_courses(course):
    """In its order, for every assignment."""
    outlines = outlines_of(course)
    assert list(outlines) == list(titles_of(course)) == list(course.assignments)
    for name, assignment in course.assignments.items():
        assert outlines[name].title == titles_of(course)[name] == assignment.title
        assert outlines[name].by_person == sum(q.points for q in assignment.questions)
        assert outlines[name].uses == {e.name: e.uses for e in assignment.exercises}


@pytest.fixture
def noted(tmp_path):
    """A course with a note on one exercise of its assignment, and one on an exercise of no assignment."""
    course = Course(tmp_path, "C", {"a": Assignment("a", "A", (Exercise("step", 1.0), Exercise("loss", 1.0)))}, Limits())
    course.notes.mkdir(parents=True)
    (course.notes / "step.md").write_text("## wrong\nMind the **half**.", encoding="utf-8-sig")
    (course.notes / "other.md").write_text("## wrong\nNobody's.")
    return course


def test_notes_go_to_their_exercises(noted):
    notes = outlines_of(noted)["a"].notes
    assert list(notes) == ["step"]
    assert [note.heading for note in notes["step"].sections] == ["wrong"]


def test_a_note_that_is_no_text_is_named(noted):
    (noted.notes / "step.md").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(UsageError, match=r"step\.md can't be read .*: save it as UTF-8"):
        outlines_of(noted)


def test_a_course_without_notes_has_never_changed_them(tmp_path):
    assert notes_changed_at(Course(tmp_path, "C", {}, Limits())) == 0


def test_a_new_note_reaches_pages_that_are_there(noted, tmp_path):
    """Though nothing is graded again; and a page that nothing concerns stays as it is."""
    out = tmp_path / "out"
    told = replace(report("ann", step=(0.0, "failed", "wrong")), assignment="a")
    page = out / "a" / files.page_name("ann")
    with Results(out, "a", course=noted) as results:
        results.put(told)
        before = page.read_text()
        (noted.notes / "step.md").write_text("## wrong\nAnother note.")
        os.utime(noted.notes / "step.md", ns=(0, page.stat().st_mtime_ns + 1))
    with Results(out, "a", course=noted) as results:
        results.finish()
    assert "Mind the" in before
    assert "Another note." in page.read_text()
    written = page.stat().st_mtime_ns
    with Results(out, "a", course=noted) as results:
        results.finish()
    assert page.stat().st_mtime_ns == written
