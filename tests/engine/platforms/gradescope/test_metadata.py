"""What Gradescope says of a submission is used where it can be, and never counted on."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.platforms.gradescope import metadata

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
FIELDS = st.fixed_dictionaries(
    {}, optional={name: JSON for name in ("created_at", "assignment", "users", "previous_submissions")}
)


def written(tmp_path, facts):
    path = tmp_path / "submission_metadata.json"
    path.write_text(facts if isinstance(facts, str) else json.dumps(facts))
    return metadata.read(path)


def at(hour, minute=0):
    return f"2026-03-01T{hour:02}:{minute:02}:00.000000-08:00"


@pytest.mark.parametrize(
    "facts", ["", "{", "[]", "null", "\x00", '{"users": 3, "assignment": [], "created_at": "soon"}']
)
def test_empty_and_broken_files(facts, tmp_path):
    """Otter's image makes an empty one; nothing is known then."""
    assert written(tmp_path, facts) == metadata.Metadata()
    assert metadata.read(tmp_path / "missing.json") == metadata.Metadata()


@given(JSON | FIELDS)
def test_whatever_it_holds(facts):
    """No file of that name ends a grading."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        made = written(Path(folder), facts)
    assert made.late is None or made.late > timedelta(0)
    assert isinstance(made.who, str)
    assert made.previous or made.free_at({timedelta(hours=1): 1}) is None


def test_who_and_how_late(tmp_path):
    """A group is the same in whatever order; late is what comes after the due date."""
    users = [{"name": "Ann", "id": 7, "email": "a@x"}, {"name": "Bob", "id": 3, "email": "b@x"}]
    facts = {"created_at": at(10), "users": users, "assignment": {"due_date": at(8), "total_points": "12.0"}}
    made = written(tmp_path, facts)
    assert made.late == timedelta(hours=2)
    assert [u.name for u in made.users] == ["Ann", "Bob"]
    assert made.who == written(tmp_path, facts | {"users": users[::-1]}).who == "3+7"
    assert written(tmp_path, facts | {"created_at": at(7)}).late is None


def test_a_limit_counts_from_this_submission(tmp_path):
    """Not from the clock, so that grading all of them again gives the same; our own faults don't count."""
    before = [{"submission_time": at(9, m), "score": 3.0, "autograder_error": m == 50} for m in (5, 30, 50)]
    made = written(tmp_path, {"created_at": at(10), "previous_submissions": before})
    hour = timedelta(hours=1)
    assert made.free_at({hour: 0}) is None
    assert made.free_at({hour: 3}) is None
    assert made.free_at({hour: 2}) == datetime(2026, 3, 1, 18, 5, tzinfo=UTC)
    assert made.free_at({hour: 1}) == datetime(2026, 3, 1, 18, 5, tzinfo=UTC), "the second was refused, then"
    assert made.free_at({timedelta(minutes=20): 1}) is None
    assert made.previous[0].autograder_error


def test_a_refused_submission_takes_nobodys_turn(tmp_path):
    """Who tries again and again is graded as often as was promised; times after this one are another's business."""
    before = [{"submission_time": at(10, m), "score": 1.0} for m in (0, 3, 7, 10, 30, 40, 50)]
    made = written(tmp_path, {"created_at": at(11, 1), "previous_submissions": before})
    assert made.free_at({timedelta(hours=1): 4}) is None
    made = written(tmp_path, {"created_at": at(10, 59), "previous_submissions": before})
    assert made.free_at({timedelta(hours=1): 4}) == datetime(2026, 3, 1, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", ["error", "rejected"])
def test_what_was_not_graded_takes_nobodys_turn(tmp_path, status):
    """Gradescope tells the results of the latest one only; those carry what is known of the ones before."""
    extra = {"status": status, "without_turn": ["2026-03-02T09:10:00+00:00", "nonsense", 3]}
    before = [
        {"submission_time": "2026-03-02T09:10:00Z", "score": 0.0},
        {"submission_time": "2026-03-02T09:20:00Z", "score": 4.0},
        {"submission_time": "2026-03-02T09:30:00Z", "score": 0.0, "results": {"extra_data": extra}},
    ]
    path = tmp_path / "m.json"
    path.write_text(json.dumps({"created_at": "2026-03-02T09:40:00Z", "previous_submissions": before}))
    about = metadata.read(path)
    assert [moment.minute for moment in about.without_turn] == [10, 30]
    assert about.last_score == 4.0
    assert about.free_at({timedelta(hours=1): 2}) is None
    for wrong in (None, [], {"extra_data": 1}, {"extra_data": {"without_turn": "x"}}):
        before[-1]["results"] = wrong
        path.write_text(json.dumps({"created_at": "2026-03-02T09:40:00Z", "previous_submissions": before}))
        assert metadata.read(path).without_turn == ()


def test_what_the_hour_refused_does_not_count_for_the_day(tmp_path):
    """Twenty in forty minutes, four of them graded: three hours later, sixteen of the day are left."""
    before = [{"submission_time": f"2026-03-02T09:{2 * m:02}:00Z", "score": 1.0} for m in range(20)]
    path, limits = tmp_path / "m.json", {timedelta(hours=1): 4, timedelta(days=1): 20}
    path.write_text(json.dumps({"created_at": "2026-03-02T12:40:00Z", "previous_submissions": before}))
    assert metadata.read(path).free_at(limits) is None
    assert metadata.read(path).free_at(limits | {timedelta(days=1): 4}) == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
