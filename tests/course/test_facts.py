"""What *Dive into Deep Learning* says of its examples holds for the references: each fact worked out, not copied."""

import math

import pytest
import torch
from torch import nn

from autograder.grading.reference import load_reference


@pytest.fixture
def solved(course):
    return lambda assignment: load_reference(course.solution(assignment))


def test_three_epochs_of_linear_regression(solved):
    """An epoch has 100 steps, each leaving 1 − 0.03 of the distance: 0.97²⁰⁰ of a loss of 16.6, then the noise of 0.01²/2."""
    torch.manual_seed(0)
    module = solved("linear_regression")
    features, labels = module.synthetic_data(torch.tensor([2, -3.4]), 4.2, 1000)
    *_, losses = module.train_linreg(features, labels, lr=0.03, num_epochs=3)
    assert losses[0] < 0.1
    assert losses[1] < 0.001
    assert losses[2] < 0.0001


def test_learning_rates_too_small_and_too_large(solved):
    """With 0.001, 0.999³⁰⁰ = 74 % of the distance is left after three epochs, and 55 % of the loss; with 10 it overflows."""
    torch.manual_seed(0)
    module = solved("linear_regression")
    features, labels = module.synthetic_data(torch.tensor([2, -3.4]), 4.2, 1000)
    *_, slow = module.train_linreg(features, labels, lr=0.001)
    assert slow[-1] == pytest.approx(16.6 * 0.999**600, rel=0.15)
    assert not math.isfinite(module.train_linreg(features, labels, lr=10)[2][-1])


def test_weight_decay_by_two_conventions(solved):
    """1 − 0.1 (−32 + 1) = 4.1, and with the decay halved 1 − 0.1 (−32 + 0.5) = 4.15."""
    update = solved("weight_decay").decay_update
    w, grad = torch.tensor(1.0), torch.tensor(-32.0)
    assert update(w, grad, 0.1, 1).item() == pytest.approx(4.1)
    assert update(w, grad, 0.1, 1, 2).item() == pytest.approx(4.15)


def test_a_residual_block_of_stride_two(solved):
    """(6 + 2 − 3) // 2 + 1 = 3 rows and columns are left of six."""
    block = solved("residual").Residual(3, 6, use_1x1conv=True, stride=2)
    assert block(torch.randn(4, 3, 6, 6)).shape == (4, 6, 3, 3)
    assert solved("residual").Residual(3, 3)(torch.randn(4, 3, 6, 6)).shape == (4, 3, 6, 6)


def test_resnet_18_before_its_pooling(solved):
    """224 is halved five times: by the first convolution, the pooling, and three of the four stages."""
    stage = solved("residual").resnet_block
    stem = [
        nn.Conv2d(1, 64, 7, stride=2, padding=3),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.MaxPool2d(3, stride=2, padding=1),
    ]
    stages = [stage(64, 64, 2, first_block=True), stage(64, 128, 2), stage(128, 256, 2), stage(256, 512, 2)]
    net = nn.Sequential(*stem, *stages)
    assert net(torch.randn(1, 1, 224, 224)).shape == (1, 512, 7, 7)
    weights = [m for m in net.modules() if isinstance(m, nn.Conv2d) and m.kernel_size != (1, 1)]
    assert len(weights) + 1 == 18  # and the dense layer at the end


def test_a_dense_block_and_its_transition(solved):
    """3 + 2 · 10 channels, mixed down to 10, and half of 8 rows and columns."""
    module = solved("densenet")
    block = module.DenseBlock(2, 3, 10)
    Y = block(torch.randn(4, 3, 8, 8))
    assert Y.shape == (4, 23, 8, 8)
    assert block.out_channels == 3 + 2 * 10
    assert module.transition_block(23, 10)(Y).shape == (4, 10, 4, 4)


def test_gradient_descent_on_a_parabola(solved):
    """Each step multiplies by 1 − 2η: 10 · 0.6¹⁰ = 0.0605 and 10 · 1.2¹⁰ = 61.9."""
    gd = solved("gradient_descent").gd
    assert gd(lambda x: 2 * x, 0.2)[-1] == pytest.approx(0.0605, abs=5e-5)
    assert gd(lambda x: 2 * x, 1.1)[-1] == pytest.approx(61.9, abs=0.05)
    assert len(gd(lambda x: 2 * x, 0.2)) == 11


def test_newton_on_a_convex_and_another_function(solved):
    """cosh's minimum is found; x cos(0.15πx) from 10 ends on a hill, f′ = 0 and f″ < 0, and with η = 0.5 in a valley."""
    newton, c = solved("newton").newton, 0.15 * math.pi
    assert abs(newton(lambda x: 0.5 * math.sinh(0.5 * x), lambda x: 0.25 * math.cosh(0.5 * x), 10.0)[-1]) < 1e-6
    gradf = lambda x: math.cos(c * x) - c * x * math.sin(c * x)
    hessf = lambda x: -2 * c * math.sin(c * x) - c * c * x * math.cos(c * x)
    hill, valley = newton(gradf, hessf, 10.0)[-1], newton(gradf, hessf, 10.0, eta=0.5)[-1]
    assert abs(gradf(hill)) < 1e-6
    assert hessf(hill) < 0
    assert abs(gradf(valley)) < 0.05
    assert hessf(valley) > 0
    assert (round(hill, 2), round(valley, 2)) == (26.83, 7.27)
