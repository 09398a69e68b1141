"""Public checks of linreg, made from the grader's. The notebook runs them: grader.check("linreg")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "linreg"


@test_case(name='linreg([[1, 2], [3, 4]], [[1], [10]], 5) is [[26], [48]].')
def test_linreg_on_a_worked_example(env):
    student = Defined(env)
    y = student.linreg(torch.tensor([[1.0, 2], [3, 4]]), torch.tensor([[1.0], [10]]), torch.tensor([5.0]))
    same(y, torch.tensor([[26.0], [48]]), "linreg(X, w, b)")
