"""Public checks of weight_decay_trainer, made from the grader's. The notebook runs them: grader.check("weight_decay_trainer")"""

OK_FORMAT = False

import torch
from torch import nn
from compare import Defined, changing, message, same, show, told
from otter.test_files import test_case

name = "weight_decay_trainer"


@test_case(name='A step with zero gradients shrinks the weight of a linear layer by lr \xb7 wd of itself, and leaves its bias alone.')
def test_trainer_decays_the_weight_of_a_linear_layer(env):
    student = Defined(env)
    net = nn.Linear(3, 1)
    weight, bias = net.weight.detach().clone(), net.bias.detach().clone()
    trainer = student.weight_decay_trainer(net, 0.1, 2.0)
    assert hasattr(trainer, "step"), message("expected a torch.optim.SGD, got {got}", got=show(trainer))
    for p in net.parameters():
        p.grad = torch.zeros_like(p)
    with changing(net.parameters()):
        trainer.step()
    mistakes = {"no decay": weight}
    same(net.weight.detach(), 0.8 * weight, "the weight after a step", looks_like=lambda: mistakes)
    decayed = {"a decayed bias": 0.8 * bias}
    same(net.bias.detach(), bias, "the bias after a step", looks_like=lambda: decayed)


@test_case(name='In a nested net two steps move every weight by lr (grad + wd \xb7 w), every bias by lr \xb7 grad, and no frozen parameter.')
def test_trainer_finds_every_parameter(env):
    student = Defined(env)
    net = nn.Module()
    net.body = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.LayerNorm(3)))
    net.bias_head, net.again = nn.Linear(3, 1, bias=False), nn.Linear(2, 3, bias=False)
    net.again.weight = net.body[0].weight  # two layers share a weight
    net.beta, net.frozen = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2), requires_grad=False)
    wanted = {name: p.detach().clone() for name, p in net.named_parameters()}
    trainer = student.weight_decay_trainer(net, 0.1, 2.0)
    assert hasattr(trainer, "param_groups"), message("expected a torch.optim.SGD, got {got}", got=show(trainer))
    for _ in range(2):
        for p in net.parameters():
            p.grad = torch.ones_like(p) if p.requires_grad else None
        with changing(net.parameters()):
            trainer.step()
        for name, before in wanted.items():
            decay = 0.0 if name.endswith(".bias") else 2.0
            if name != "frozen":
                wanted[name] = before - 0.1 * (1 + decay * before)
    for name, p in net.named_parameters():
        same(p.detach(), wanted[name], message("{name} after two steps", name=told(name)))
