"""Public checks of weight_decay_trainer, made from the grader's. The notebook runs them: grader.check("weight_decay_trainer")"""

OK_FORMAT = False

import torch
from torch import nn
from compare import Defined, changing, same, show
from otter.test_files import test_case

name = "weight_decay_trainer"


@test_case(name='A step with zero gradients shrinks the weight of a linear layer by lr \xb7 wd of itself, and leaves its bias alone.')
def test_trainer_decays_the_weight_of_a_linear_layer(env):
    student = Defined(env)
    net = nn.Linear(3, 1)
    weight, bias = net.weight.detach().clone(), net.bias.detach().clone()
    trainer = student.weight_decay_trainer(net, 0.1, 2.0)
    assert hasattr(trainer, "step"), f"a torch.optim.SGD expected, yours is {show(trainer)}"
    for p in net.parameters():
        p.grad = torch.zeros_like(p)
    with changing(net.parameters()):
        trainer.step()
    same(net.weight.detach(), 0.8 * weight, "the weight after a step")
    same(net.bias.detach(), bias, "the bias after a step")
