"""Public checks of linreg, made from the grader's. The notebook runs them: grader.check("linreg")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "linreg"


@test_case(name='linreg([[1, 2], [3, 4]], [[1], [10]], 5) \u7684\u7ed3\u679c\u662f [[26], [48]]\uff1b\u4e09\u4e2a\u7279\u5f81\u3001b \u4e3a\u666e\u901a\u7684\u6570\u65f6\u4e5f\u6b63\u786e\u3002')
def test_linreg_on_a_worked_example(env):
    student = Defined(env)
    y = student.linreg(torch.tensor([[1.0, 2], [3, 4]]), torch.tensor([[1.0], [10]]), torch.tensor([5.0]))
    same(y, torch.tensor([[26.0], [48]]), "linreg(X, w, b)")
    X, w = torch.tensor([[1.0, 0, 2], [0, 1, 0], [2, 0, 1], [0, 0, 1]]), torch.tensor([[0.5], [3], [1]])
    expected = torch.tensor([[2.75], [3.25], [2.25], [1.25]])
    same(student.linreg(X, w, 0.25), expected, "linreg(X, w, 0.25) with three features")
