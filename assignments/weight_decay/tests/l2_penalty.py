"""Public checks of l2_penalty, made from the grader's. The notebook runs them: grader.check("l2_penalty")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "l2_penalty"


@test_case(name='The penalty of (3, \u22124) is 12.5, as a 0-dimensional tensor.')
def test_l2_penalty_on_a_worked_example(env):
    student = Defined(env)
    same(student.l2_penalty(torch.tensor([3.0, -4.0])), torch.tensor(12.5), "l2_penalty(w)")
