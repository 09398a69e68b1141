"""Public checks of linreg, made from the grader's. The notebook runs them: grader.check("linreg")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "linreg"


@test_case(name='linreg([[1, 2], [3, 4]], [[1], [10]], 5) is [[26], [48]]; three features and a plain number for b work as well.')
def test_linreg_on_a_worked_example(env):
    student = Defined(env)
    y = student.linreg(torch.tensor([[1.0, 2], [3, 4]]), torch.tensor([[1.0], [10]]), torch.tensor([5.0]))
    same(y, torch.tensor([[26.0], [48]]), "linreg(X, w, b)")
    X, w = torch.tensor([[1.0, 0, 2], [0, 1, 0], [2, 0, 1], [0, 0, 1]]), torch.tensor([[0.5], [3], [1]])
    expected = torch.tensor([[2.75], [3.25], [2.25], [1.25]])
    same(student.linreg(X, w, 0.25), expected, "linreg(X, w, 0.25) with three features")
