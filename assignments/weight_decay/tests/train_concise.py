"""Public checks of train_concise, made from the grader's. The notebook runs them: grader.check("train_concise")"""

OK_FORMAT = False

import torch
from compare import Defined, message, told
from otter.test_files import test_case

name = "train_concise"


@test_case(name='On y = 2x + 1 the weight is 2 without decay; on x = \xb11 a decay of 2 makes it 1, and leaves the bias at 1.')
def test_train_concise_shrinks_the_weight(env):
    student = Defined(env)
    X = torch.tensor([[-1.0], [1.0]])
    for wd, weight in ((0.0, 2.0), (2.0, 1.0)):
        # the minimum of (w \u2212 2)\xb2 + (b \u2212 1)\xb2 + wd / 2 \xb7 w\xb2
        net = student.train_concise(wd, [(X, 2 * X + 1)], 1, num_epochs=60, lr=0.1)
        found = net(X.clone()).detach()
        assert tuple(found.shape) == (2, 1), message(
            "expected predictions of shape (2, 1), got {got}", got=tuple(found.shape)
        )
        bias, slope = float(found.mean()), float(found[1] - found[0]) / 2
        assert abs(bias - 1) < 0.01, message(
            "with wd={wd}: expected a bias of 1, got {bias}: is it decayed, too?",
            wd=told(wd),
            bias=bias,
        )
        assert abs(slope - weight) < 0.01, message(
            "with wd={wd}: expected a weight of {weight}, got {slope}",
            wd=told(wd),
            weight=told(weight),
            slope=slope,
        )


@test_case(name='With two minibatches of one example each, 30 epochs make 60 steps and fit both.')
def test_train_concise_steps_on_every_minibatch(env):
    student = Defined(env)
    data = [(torch.tensor([[-1.0]]), torch.tensor([[-1.0]])), (torch.tensor([[1.0]]), torch.tensor([[3.0]]))]
    net = student.train_concise(0.0, data, 1, num_epochs=30, lr=0.1)
    found = net(torch.tensor([[-1.0], [1.0]])).detach().flatten()
    off = float((found - torch.tensor([-1.0, 3.0])).abs().max())
    assert off < 0.01, message(
        "expected predictions \u22121 and 3, got {got}: is there one step on each minibatch?", got=found.tolist()
    )


@test_case(name='With a learning rate of 0 the net is as it was drawn: weights from N(0, 1), and a bias that is not 0.')
def test_train_concise_draws_the_initial_parameters(env):
    student = Defined(env)
    data = [(torch.zeros(2, 400), torch.zeros(2, 1))]
    net = student.train_concise(0.0, data, 400, num_epochs=1, lr=0.0)
    found = net(torch.cat([torch.zeros(1, 400), torch.eye(400)])).detach().flatten()
    assert found[0] != 0, "the bias starts at 0: draw all parameters"
    weights = found[1:] - found[0]
    assert len(weights.unique()) > 100, "the initial weights: expected different numbers, got many equal ones"
    std = float(weights.std())
    assert 0.7 < std < 1.3, message("the initial weights: expected standard deviation 1, got {std}", std=std)
