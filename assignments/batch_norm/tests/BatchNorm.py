"""Public checks of BatchNorm, made from the grader's. The notebook runs them: grader.check("BatchNorm")"""

OK_FORMAT = False

import torch
from compare import Defined, same, show
from otter.test_files import test_case

name = "BatchNorm"


@test_case(name='The column (1, 3) becomes (\u22121, 1), and a tenth of its mean and variance is remembered for evaluation.')
def test_layer_normalizes_and_remembers(env):
    student = Defined(env)
    net, X = student.BatchNorm(1, 2), torch.tensor([[1.0], [3.0]])
    assert callable(net), f"an nn.Module expected, yours is {show(net)}"
    same(net(X).detach(), torch.tensor([[-1.0], [1.0]]), "Y in training")
    assert hasattr(net, "moving_mean"), "your BatchNorm has no moving_mean"
    assert hasattr(net, "moving_var"), "your BatchNorm has no moving_var"
    same(net.moving_mean.flatten(), torch.tensor([0.2]), "moving_mean after one minibatch of mean 2")
    same(net.moving_var.flatten(), torch.tensor([1.0]), "moving_var after one minibatch of variance 1")
    net.eval()
    same(net(X).detach(), torch.tensor([[0.8], [2.8]]), "Y in evaluation")
