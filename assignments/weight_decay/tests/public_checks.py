"""Public checks of weight_decay: `check("…")` in the notebook runs them. The grader has more."""

import torch
from torch import nn

from tests import exercise
from tests.compare import same


@exercise("l2_penalty", public=True)
def test_l2_penalty_on_a_worked_example(student):
    """The penalty of (3, −4) is 12.5, as a 0-dimensional tensor."""
    same(student.l2_penalty(torch.tensor([3.0, -4.0])), torch.tensor(12.5), "l2_penalty(w)")


@exercise("l1_penalty", public=True)
def test_l1_penalty_on_a_worked_example(student):
    """The penalty of (3, −4) is 7, as a 0-dimensional tensor."""
    same(student.l1_penalty(torch.tensor([3.0, -4.0])), torch.tensor(7.0), "l1_penalty(w)")


@exercise("decay_update", public=True)
def test_decay_update_on_the_worked_example(student):
    """For w = 1, gradient −32, lr 0.1 and wd 1 it gives 4.1, and with a batch size of 2 it gives 4.15."""
    w, grad = torch.tensor([1.0]), torch.tensor([-32.0])
    same(student.decay_update(w, grad, 0.1, 1.0), torch.tensor([4.1]), "decay_update(w, grad, 0.1, 1)")
    same(student.decay_update(w, grad, 0.1, 1.0, 2), torch.tensor([4.15]), "decay_update(w, grad, 0.1, 1, 2)")


@exercise("weight_decay_trainer", public=True)
def test_trainer_decays_the_weight_of_a_linear_layer(student):
    """A step with zero gradients shrinks the weight of a linear layer by lr · wd of itself, and leaves its bias alone."""
    net = nn.Linear(3, 1)
    weight, bias = net.weight.detach().clone(), net.bias.detach().clone()
    trainer = student.weight_decay_trainer(net, 0.1, 2.0)
    for p in net.parameters():
        p.grad = torch.zeros_like(p)
    trainer.step()
    same(net.weight.detach(), 0.8 * weight, "the weight after a step")
    same(net.bias.detach(), bias, "the bias after a step")


@exercise("train_concise", public=True)
def test_train_concise_shrinks_the_weight(student):
    """On y = 2x + 1 without decay the prediction for x = 1 is 3, and with a large decay it is nearly the bias, 1."""
    X = torch.linspace(-1, 1, 20).reshape(-1, 1)
    data = [(X, 2 * X + 1)]
    for wd, expected in ((0.0, 3.0), (100.0, 1.0)):
        net = student.train_concise(wd, data, 1, num_epochs=1000, lr=0.01 if wd else 0.1)
        found = net(torch.ones(1, 1)).item()
        assert abs(found - expected) < 0.05, (
            f"with wd={wd:g}: a prediction near {expected} expected, yours is {found:.3f}"
        )


@exercise("lambda_sweep", public=True)
def test_lambda_sweep_keeps_the_order(student):
    """There is one pair (train loss, test loss) for each λ, in order."""
    pairs = student.lambda_sweep([3.0, 1.0], lambda wd: wd, lambda net: (net + 1, net * 10))
    same([tuple(pair) for pair in pairs], [(4.0, 30.0), (2.0, 10.0)], "lambda_sweep([3, 1], …)")
