"""Public checks of line_search, made from the grader's. The notebook runs them: grader.check("line_search")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "line_search"


@test_case(name='On 5x\xb2 from (1, 1), steps of 1, 0.5 and 0.25 are too long, and 0.125 is not.')
def test_line_search_halves_the_step_on_a_steep_bowl(env):
    student = Defined(env)
    step = student.line_search(lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0]))
    same(step, 0.125, "the step")
