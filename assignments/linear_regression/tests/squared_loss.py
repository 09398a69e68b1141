"""Public checks of squared_loss, made from the grader's. The notebook runs them: grader.check("squared_loss")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "squared_loss"


@test_case(name='The losses of predictions 1, 2, 5 for labels 1, 4, 2 are 0, 2, 4.5.')
def test_squared_loss_on_a_worked_example(env):
    student = Defined(env)
    loss = student.squared_loss(torch.tensor([[1.0], [2], [5]]), torch.tensor([[1.0], [4], [2]]))
    same(loss, torch.tensor([[0.0], [2], [4.5]]), "squared_loss(y_hat, y)")
