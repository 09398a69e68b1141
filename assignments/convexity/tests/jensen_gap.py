"""Public checks of jensen_gap, made from the grader's. The notebook runs them: grader.check("jensen_gap")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "jensen_gap"


@test_case(name='For x\xb2 at 0 and 2 with equal weights it is (0 + 4)/2 \u2212 1\xb2 = 1, and for \u2212x\xb2 it is \u22121.')
def test_jensen_gap_of_a_square(env):
    student = Defined(env)
    xs, alphas = torch.tensor([0.0, 2.0]), torch.tensor([0.5, 0.5])
    same(student.jensen_gap(lambda x: x**2, xs, alphas), 1.0, "the gap of x\xb2")
    same(student.jensen_gap(lambda x: -(x**2), xs, alphas), -1.0, "the gap of \u2212x\xb2")
