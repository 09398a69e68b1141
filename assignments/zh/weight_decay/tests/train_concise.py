"""Public checks of train_concise, made from the grader's. The notebook runs them: grader.check("train_concise")"""

OK_FORMAT = False

import torch
from compare import Defined, message, told
from otter.test_files import test_case

name = "train_concise"


@test_case(name='\u5728 y = 2x + 1 \u4e0a\uff0c\u6ca1\u6709\u8870\u51cf\u65f6\u6743\u91cd\u4e3a 2\uff1b\u5728 x = \xb11 \u4e0a\uff0c\u8870\u51cf\u4e3a 2 \u65f6\u6743\u91cd\u53d8\u4e3a 1\uff0c\u504f\u7f6e\u4ecd\u4e3a 1\u3002')
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
            bias=float(bias),
        )
        assert abs(slope - weight) < 0.01, message(
            "with wd={wd}: expected a weight of {weight}, got {slope}",
            wd=told(wd),
            weight=told(weight),
            slope=float(slope),
        )


@test_case(name='\u6709\u4e24\u4e2a\u5c0f\u6279\u91cf\u3001\u5404\u542b\u4e00\u4e2a\u6837\u672c\u65f6\uff0c30 \u8f6e\u8d70 60 \u6b65\uff0c\u4e24\u4e2a\u90fd\u80fd\u62df\u5408\u3002')
def test_train_concise_steps_on_every_minibatch(env):
    student = Defined(env)
    data = [(torch.tensor([[-1.0]]), torch.tensor([[-1.0]])), (torch.tensor([[1.0]]), torch.tensor([[3.0]]))]
    net = student.train_concise(0.0, data, 1, num_epochs=30, lr=0.1)
    found = net(torch.tensor([[-1.0], [1.0]])).detach().flatten()
    off = float((found - torch.tensor([-1.0, 3.0])).abs().max())
    assert off < 0.01, message(
        "expected predictions \u22121 and 3, got {got}: is there one step on each minibatch?", got=found.tolist()
    )


@test_case(name='\u5b66\u4e60\u7387\u4e3a 0 \u65f6\uff0c\u7f51\u7edc\u4fdd\u6301\u62bd\u53d6\u65f6\u7684\u6837\u5b50\uff1a\u6743\u91cd\u6765\u81ea N(0, 1)\uff0c\u504f\u7f6e\u4e0d\u4e3a 0\u3002')
def test_train_concise_draws_the_initial_parameters(env):
    student = Defined(env)
    data = [(torch.zeros(2, 400), torch.zeros(2, 1))]
    net = student.train_concise(0.0, data, 400, num_epochs=1, lr=0.0)
    found = net(torch.cat([torch.zeros(1, 400), torch.eye(400)])).detach().flatten()
    assert found[0] != 0, "the bias starts at 0: draw all parameters"
    weights = found[1:] - found[0]
    assert len(weights.unique()) > 100, "the initial weights: expected different numbers, got many equal ones"
    std = float(weights.std())
    assert 0.7 < std < 1.3, message("the initial weights: expected standard deviation 1, got {std}", std=float(std))
