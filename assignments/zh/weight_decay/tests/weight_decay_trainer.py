"""Public checks of weight_decay_trainer, made from the grader's. The notebook runs them: grader.check("weight_decay_trainer")"""

OK_FORMAT = False

import torch
from torch import nn
from compare import Defined, changing, message, same, show, told
from otter.test_files import test_case

name = "weight_decay_trainer"


@test_case(name='\u68af\u5ea6\u4e3a\u96f6\u65f6\u8d70\u4e00\u6b65\uff0c\u7ebf\u6027\u5c42\u7684\u6743\u91cd\u7f29\u5c0f\u81ea\u8eab\u7684 lr \xb7 wd \u500d\uff0c\u504f\u7f6e\u4e0d\u53d8\u3002')
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


@test_case(name='\u5728\u5d4c\u5957\u7684\u7f51\u7edc\u4e2d\u8d70\u4e24\u6b65\uff0c\u6bcf\u4e2a\u6743\u91cd\u79fb\u52a8 lr (grad + wd \xb7 w)\uff0c\u6bcf\u4e2a\u504f\u7f6e\u79fb\u52a8 lr \xb7 grad\uff0c\u51bb\u7ed3\u7684\u53c2\u6570\u4e0d\u52a8\u3002')
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
