"""Public checks of gd_2d, made from the grader's. The notebook runs them: grader.check("gd_2d")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, same
from otter.test_files import test_case

name = "gd_2d"


@test_case(name='On x1\xb2 + 2 x2\xb2 with eta 0.1, (\u22125, \u22122) leads to (\u22124, \u22121.2).')
def test_gd_2d_on_a_worked_example(env):
    student = Defined(env)
    step = student.gd_2d(-5.0, -2.0, lambda x1, x2: (2 * x1, 4 * x2))
    same(torch.tensor(as_numbers(step, "gd_2d(...)")), torch.tensor([-4.0, -1.2]), "the step")


@test_case(name='On x1\xb7x2 with eta 0.5, (1, 2) leads to (0, 1.5); on x1\xb2 + x2\xb2 it leads to (0, 0).')
def test_gd_2d_takes_both_derivatives_at_the_old_point(env):
    student = Defined(env)
    step = student.gd_2d(1.0, 2.0, lambda x1, x2: (x2, x1), 0.5)
    mistakes = {
        "a second derivative taken at the new x1": [0.0, 2.0],
        "an eta of 0.1 instead of the one given": [0.8, 1.9],
    }
    same(as_numbers(step, "gd_2d(...)"), [0.0, 1.5], "the step on x1\xb7x2", looks_like=lambda: mistakes)
    step = student.gd_2d(1.0, 2.0, lambda x1, x2: (2 * x1, 2 * x2), 0.5)
    mistakes = {"the derivatives of the call before": [0.0, 1.5]}
    same(as_numbers(step, "gd_2d(...)"), [0.0, 0.0], "the step on x1\xb2 + x2\xb2", looks_like=lambda: mistakes)
