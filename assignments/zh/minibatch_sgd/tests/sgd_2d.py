"""Public checks of sgd_2d, made from the grader's. The notebook runs them: grader.check("sgd_2d")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, same
from otter.test_files import test_case

name = "sgd_2d"


@test_case(name='\u5728 x1\xb2 + 2 x2\xb2 \u4e0a\uff0ceta \u4e3a 0.1\u3001\u566a\u58f0\u4e3a (1, \u22122) \u65f6\uff0c(\u22125, \u22122) \u5230\u8fbe (\u22124.1, \u22121)\u3002')
def test_sgd_2d_on_a_worked_example(env):
    student = Defined(env)
    step = student.sgd_2d(-5.0, -2.0, lambda x1, x2: (2 * x1, 4 * x2), 0.1, (1.0, -2.0))
    same(torch.tensor(as_numbers(step, "sgd_2d(...)")), torch.tensor([-4.1, -1.0]), "the step")


@test_case(name='\u5728 x1\xb7x2 \u4e0a\uff0ceta \u4e3a 0.5\u3001\u566a\u58f0\u4e3a (1, \u22121) \u65f6\uff0c(1, 2) \u5230\u8fbe (\u22120.5, 2)\u3002')
def test_sgd_2d_takes_both_derivatives_at_the_old_point(env):
    student = Defined(env)
    step = student.sgd_2d(1.0, 2.0, lambda x1, x2: (x2, x1), 0.5, (1.0, -1.0))
    mistakes = {"a second derivative taken at the new x1": [-0.5, 2.75], "an eta of 0.1, whatever is given": [0.7, 2.0]}
    same(as_numbers(step, "sgd_2d(...)"), [-0.5, 2.0], "the step", looks_like=lambda: mistakes)
