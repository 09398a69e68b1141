"""Whoever opens assignments/ finds a page that leads to every notebook, and to the other languages."""

import re

import pytest

from autograder.author import release
from autograder.author.front_page import FRONT_PAGE, front_page


def links(page):
    return re.findall(r"\]\(([^)]+)\)", page)


@pytest.fixture(scope="module")
def page(course):
    return release.build(course)[FRONT_PAGE].decode()


def test_it_leads_to_every_notebook_in_the_course_s_order(course, page):
    notebooks = [link for link in links(page) if link.endswith(".ipynb")]
    assert notebooks == [f"{name}/{name}.ipynb" for name in course.assignments]


def test_every_link_leads_to_a_released_file(course, page):
    assert set(links(page)) <= set(release.build(course))


def test_it_begins_with_the_course_s_title(course, page):
    assert page.splitlines()[0] == f"# {course.title}"


def test_it_says_where_to_hand_in(page):
    assert "Hand it in where your instructor has told you to." in page


def test_a_release_of_one_assignment_mends_it(own_course):
    """A page that lists another set of assignments is stale, whichever are released."""
    path = own_course.root / "assignments" / FRONT_PAGE
    path.write_text("old")
    release.release(own_course, ["outcomes"])
    assert path.read_bytes() == release.build(own_course)[FRONT_PAGE]


def test_a_page_without_assignments_still_says_what_to_do(course):
    assert "Work through a notebook" in front_page(course, [], "en")
