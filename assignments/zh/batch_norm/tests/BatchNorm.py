"""Public checks of BatchNorm, made from the grader's. The notebook runs them: grader.check("BatchNorm")"""

OK_FORMAT = False

import torch
from compare import Defined, message, same, show, told
from otter.test_files import test_case

name = "BatchNorm"


@test_case(name='\u5217 (1, 3) \u53d8\u4e3a (\u22121, 1)\uff0c\u5b83\u7684\u5747\u503c\u548c\u65b9\u5dee\u7684\u5341\u5206\u4e4b\u4e00\u88ab\u8bb0\u4e0b\uff0c\u4f9b\u8bc4\u4f30\u65f6\u4f7f\u7528\u3002')
def test_layer_normalizes_and_remembers(env):
    student = Defined(env)
    net, X = student.BatchNorm(1, 2), torch.tensor([[1.0], [3.0]])
    assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
    same(net(X).detach(), torch.tensor([[-1.0], [1.0]]), "Y in training")
    assert hasattr(net, "moving_mean"), "your BatchNorm has no moving_mean"
    assert hasattr(net, "moving_var"), "your BatchNorm has no moving_var"
    same(net.moving_mean.flatten(), torch.tensor([0.2]), "moving_mean after one minibatch of mean 2")
    same(net.moving_var.flatten(), torch.tensor([1.0]), "moving_var after one minibatch of variance 1")
    net.eval()
    for _ in range(2):
        same(net(X).detach(), torch.tensor([[0.8], [2.8]]), "Y in evaluation, which leaves the moving statistics alone")
    net.train()
    same(net(X).detach(), torch.tensor([[-1.0], [1.0]]), "Y in training again")
    same(net.moving_mean.flatten(), torch.tensor([0.38]), "moving_mean after two minibatches of mean 2")


@test_case(name='\u5b83\u7684\u53c2\u6570\u662f gamma \u548c beta\uff0c\u5f62\u72b6\u4e3a (1, 3) \u6216 (1, 3, 1, 1)\uff0c\u5b83\u4eec\u7f29\u653e\u548c\u5e73\u79fb Y\uff0c\u5e76\u4e14\u6709\u68af\u5ea6\u3002')
def test_layer_learns_gamma_and_beta(env):
    student = Defined(env)
    for num_dims, shape, X in ((2, (1, 3), torch.randn(4, 3)), (4, (1, 3, 1, 1), torch.randn(2, 3, 2, 2))):
        net = student.BatchNorm(3, num_dims)
        assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
        count = len(list(net.parameters()))
        assert count == 2, message("expected two parameters, gamma and beta, got {count}", count=count)
        for name, start in (("gamma", 1.0), ("beta", 0.0), ("moving_mean", 0.0), ("moving_var", 1.0)):
            assert hasattr(net, name), message("your BatchNorm has no {name}", name=told(name))
            value = getattr(net, name).detach()
            expected = torch.full(shape, start)
            flat = num_dims == 2 and tuple(value.shape) == (3,)
            same(value.reshape(shape) if flat else value, expected, message("{name} at first", name=told(name)))
        with torch.no_grad():
            net.gamma.fill_(2.0)
            net.beta.fill_(5.0)
        Y = net(X)
        assert tuple(Y.shape) == tuple(X.shape), message(
            "Y: expected shape {shape}, got {got}",
            shape=told(tuple(X.shape)),
            got=tuple(Y.shape),
        )
        means = Y.detach().transpose(0, 1).flatten(1).mean(1)
        same(means, torch.full((3,), 5.0), "the mean of each feature of Y with gamma = 2 and beta = 5")
        Y.sum().backward()
        assert net.gamma.grad is not None and net.beta.grad is not None, "no gradient reaches gamma and beta: is there a detach, a no_grad or .data in the way?"
        assert not net.moving_mean.requires_grad, "moving_mean keeps the graph of every minibatch: detach the batch statistics before you add them"


@test_case(name='eps \u4e3a 1e-5\uff1b\u7531 eval() \u800c\u4e0d\u662f no_grad \u51b3\u5b9a\u6a21\u5f0f\uff1b\u65b0\u7684\u5c42\u4e0d\u77e5\u9053\u53e6\u4e00\u5c42\u7684\u5c0f\u6279\u91cf\u3002')
def test_layer_is_its_own(env):
    student = Defined(env)
    net, X = student.BatchNorm(1, 2), torch.tensor([[-0.001], [0.001]])
    assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
    with torch.no_grad():
        Y = net(X)
    # a variance of 1e-6 beside an eps of 1e-5
    expected = X / (1.1e-5) ** 0.5
    mistakes = {"the moving statistics, used in training": X / (1 + 1e-5) ** 0.5}
    same(Y.detach(), expected, "Y of a feature that hardly varies, with eps = 1e-5", looks_like=lambda: mistakes)
    net(X + 10)
    other = student.BatchNorm(1, 2)
    assert not bool(other.moving_mean.any()), "moving_mean of a new layer: expected 0: is it shared with another layer?"
