"""Public checks of train_2d, made from the grader's. The notebook runs them: grader.check("train_2d")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, same
from otter.test_files import test_case

name = "train_2d"


@test_case(name='Two steps that halve x1 and negate x2 lead from (8, 1) to (4, \u22121) and (2, 1).')
def test_train_2d_collects_the_points(env):
    student = Defined(env)
    way = student.train_2d(lambda x1, x2: (x1 / 2, -x2), 2, (8.0, 1.0))
    same(
        torch.tensor([as_numbers(pair, "a point") for pair in way]),
        torch.tensor([[8.0, 1.0], [4.0, -1.0], [2.0, 1.0]]),
        "the points",
    )
