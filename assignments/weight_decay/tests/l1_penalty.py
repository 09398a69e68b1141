"""Public checks of l1_penalty, made from the grader's. The notebook runs them: grader.check("l1_penalty")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "l1_penalty"


@test_case(name='The penalty of (3, \u22124) is 7, as a 0-dimensional tensor.')
def test_l1_penalty_on_a_worked_example(env):
    student = Defined(env)
    same(student.l1_penalty(torch.tensor([3.0, -4.0])), torch.tensor(7.0), "l1_penalty(w)")
