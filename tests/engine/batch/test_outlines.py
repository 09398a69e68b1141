"""What pages tell of an assignment beside its reports."""

from autograder.batch.outlines import outlines_of, titles_of


def test_titles_and_uses_are_the_courses(course):
    """In its order, for every assignment."""
    outlines = outlines_of(course)
    assert list(outlines) == list(titles_of(course)) == list(course.assignments)
    for name, assignment in course.assignments.items():
        assert outlines[name].title == titles_of(course)[name] == assignment.title
        assert outlines[name].by_person == sum(q.points for q in assignment.questions)
        assert outlines[name].uses == {e.name: e.uses for e in assignment.exercises}
