"""Every exercise doubles a tensor: one public example each, and hidden inputs that are drawn.

What matters here is what the engine makes of the answers, so that each grader asks the same.
"""

import torch

from autograder.graders import exercise, same, stand_in


def check_double(answer, reference, randn):
    """On a drawn tensor of floats."""
    x = randn(3)
    same(answer(x), reference(x), "the double of x")


@exercise("passes", public=True)
def test_passes_doubles_an_example(student):
    """The double of (1, 2) is (2, 4)."""
    same(student.passes(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "the double of (1, 2)")


@exercise("passes")
def test_passes_doubles(student, reference, randn):
    """It is twice x."""
    check_double(student.passes, reference.passes, randn)


@exercise("passes")
def test_passes_keeps_the_dtype(student, reference):
    """Of whole numbers the double is whole."""
    x = torch.randint(-9, 9, (4,))
    same(student.passes(x), reference.passes(x), "the double of whole numbers")


@exercise("fails", public=True)
def test_fails_doubles_an_example(student):
    """The double of (1, 2) is (2, 4)."""
    same(student.fails(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "the double of (1, 2)")


@exercise("fails")
def test_fails_doubles(student, reference, randn):
    """It is twice x."""
    check_double(student.fails, reference.fails, randn)


@exercise("fails")
def test_fails_keeps_the_dtype(student, reference):
    """Of whole numbers the double is whole."""
    x = torch.randint(-9, 0, (4,))
    same(student.fails(x), reference.fails(x), "the double of whole numbers")


@stand_in("fails")
def twice_the_size(x):
    """Without the sign of x. As with the right one, fails(fails(x)) is twice fails(x)."""
    return 2 * x.abs()


@exercise("raises", public=True)
def test_raises_doubles_an_example(student):
    """The double of (1, 2) is (2, 4)."""
    same(student.raises(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "the double of (1, 2)")


@exercise("raises")
def test_raises_doubles(student, reference, randn):
    """It is twice x."""
    check_double(student.raises, reference.raises, randn)


@exercise("hangs", public=True)
def test_hangs_doubles_an_example(student):
    """The double of (1, 2) is (2, 4)."""
    same(student.hangs(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "the double of (1, 2)")


@exercise("hangs")
def test_hangs_doubles(student, reference, randn):
    """It is twice x."""
    check_double(student.hangs, reference.hangs, randn)


@exercise("crashes", public=True)
def test_crashes_doubles_an_example(student):
    """The double of (1, 2) is (2, 4)."""
    same(student.crashes(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "the double of (1, 2)")


@exercise("crashes")
def test_crashes_doubles(student, reference, randn):
    """It is twice x."""
    check_double(student.crashes, reference.crashes, randn)


@exercise("forks", public=True)
def test_forks_doubles_an_example(student):
    """The double of (1, 2) is (2, 4)."""
    same(student.forks(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "the double of (1, 2)")


@exercise("forks")
def test_forks_doubles(student, reference, randn):
    """It is twice x."""
    check_double(student.forks, reference.forks, randn)


@exercise("prints", public=True)
def test_prints_doubles_an_example(student):
    """The double of (1, 2) is (2, 4)."""
    same(student.prints(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "the double of (1, 2)")


@exercise("prints")
def test_prints_doubles(student, reference, randn):
    """It is twice x."""
    check_double(student.prints, reference.prints, randn)


@exercise("untouched", public=True)
def test_untouched_doubles_an_example(student):
    """The double of (1, 2) is (2, 4)."""
    same(student.untouched(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "the double of (1, 2)")


@exercise("untouched")
def test_untouched_doubles(student, reference, randn):
    """It is twice x."""
    check_double(student.untouched, reference.untouched, randn)


@exercise("uses_another", public=True)
def test_uses_another_doubles_an_example_twice(student):
    """Four times (1, 2) is (4, 8)."""
    same(student.uses_another(torch.tensor([1.0, 2.0])), torch.tensor([4.0, 8.0]), "four times (1, 2)")


@exercise("uses_another")
def test_uses_another_doubles_twice(student, reference, randn):
    """It is four times x."""
    check_double(student.uses_another, reference.uses_another, randn)
