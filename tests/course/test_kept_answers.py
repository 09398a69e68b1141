"""The answers that are kept: enough of them, and each beside what matters to it."""

from autograder.author import hollow
from autograder.author.leaks import leaks
from autograder.author.public_examples import listen
from autograder.author.release import build, stale
from autograder.author.verify import proofs_of


def test_every_exercise_keeps_enough_answers(course):
    """At least four right ones, unlike each other, and ten wrong ones."""
    few = []
    for assignment in course.assignments.values():
        kept = [p for p in proofs_of(course, assignment) if p.exercise]
        for exercise in assignment.exercises:
            scores = [p.score for p in kept if p.exercise == exercise]
            right = sum(score == exercise.points for score in scores)
            if right < 4 or len(scores) - right < 10:
                few.append(f"{exercise.name}: {right} right, {len(scores) - right} wrong")
    assert few == []


def test_beside_an_answer_stands_what_matters_to_it(course):
    """What it calls, and what builds on it: that has to earn its points, or nearly all, beside it."""
    proofs = {p.label: p for a in course.assignments.values() for p in proofs_of(course, a)}

    def there(label):
        proof = proofs[label]
        return {e.name for e in proof.assignment.exercises if f" {e.name}(" in proof.source}, proof.others

    wrong = "weight_decay/train_concise/penalty_and_decay.py"
    parts = {"l2_penalty", "decay_update", "weight_decay_trainer"}
    assert there(wrong) == (parts | {"train_concise"}, parts)
    right = next(label for label, p in proofs.items() if label.startswith("residual/Residual/") and p.score == 4)
    assert there(right) == ({"Residual", "resnet_block"}, {"resnet_block"})


def test_students_who_know_nothing_answer_every_exercise(course):
    """Each of their notebooks defines all names, and stands in for a stub that is no longer one."""
    for assignment in course.assignments.values():
        for what, source in hollow.notebooks(course, assignment).items():
            for exercise in assignment.exercises:
                assert f"def {exercise.name}(" in source or f"class {exercise.name}(" in source, (what, exercise.name)


def test_each_exercise_is_heard(course):
    """Every exercise has a public test, so that each has a template, or makes layers."""
    for assignment in course.assignments.values():
        heard = listen(course, assignment)
        assert {e.name for e in assignment.exercises} - heard.templates.keys() - heard.makers == set()


def test_what_is_released_is_up_to_date(course):
    """What is committed is what the solutions give, and holds nothing secret."""
    assert stale(course) == []
    assert build(course) == build(course)
    assert leaks(course) == []
