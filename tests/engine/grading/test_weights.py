"""The grader's parameters: set in a layer, kept apart from it, and looked at again after each call."""

import pytest
import torch
from torch import nn

from autograder.grading.compare import Mismatch
from autograder.grading.weights import Weights, attribute, named_parameters, set_statistics, set_statistics_of
from autograder.words.said import said

SHAPES = {"conv.weight": (3, 2, 1, 1), "conv.bias": (3,), "norm.weight": (3,)}


class Net(nn.Module):
    def __init__(self, **options):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 1, **options)
        self.norm = nn.BatchNorm2d(3)
        self.none = None


def test_parameters_are_set_and_kept():
    """The layer holds the same numbers as the grader, in memory of its own; also in another memory format."""
    for net in (Net(), Net().to(memory_format=torch.channels_last)):
        weights = Weights.named(net, SHAPES)
        assert torch.equal(net.conv.weight, weights.own["conv.weight"])
        assert weights.own["conv.weight"].data_ptr() != net.conv.weight.data_ptr()
        weights.check()
        mine = weights.trainable()
        (net.conv.weight.sum() + 2 * net.conv.bias.sum()).backward()
        (mine["conv.weight"].sum() + 2 * mine["conv.bias"].sum()).backward()
        weights.check_gradients(mine, ("conv.weight", "conv.bias"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda net: net.conv.weight.data.zero_(), "conv.weight was changed after a call"),
        (lambda net: net.norm.weight.data.fill_(float("nan")), "norm.weight was changed after a call"),
    ],
)
def test_what_a_call_does_to_them_is_seen(spoil, said):
    """Zeroed, made nan."""
    net = Net()
    weights = Weights.named(net, SHAPES)
    spoil(net)
    for check in (weights.check, weights.check_kept):
        with pytest.raises(Mismatch, match=said):
            check()


def test_other_parameters_in_their_place_are_seen():
    """By asking the layer again; what was set still stands in the old ones."""
    net = Net()
    weights = Weights.named(net, SHAPES)
    weights.check_kept()
    net.conv.bias = nn.Parameter(net.conv.bias.detach().clone())
    weights.check()
    with pytest.raises(Mismatch, match="conv.bias was replaced"):
        weights.check_kept()


def test_what_is_missing_or_another_is_named():
    """Before anything is set: the shape, the dtype, a layer that is not there."""
    net = Net()
    before = net.norm.weight.clone()
    for shapes, sentence in (
        ({"norm.weight": (3,), "conv.weight": (3, 2, 3, 3)}, r"conv.weight: expected shape \(3, 2, 3, 3\), got \(3, 2, 1, 1\)"),
        ({"conv7.weight": (3,)}, "your Net has no conv7"),
        ({"none.weight": (3,)}, "none is None"),
        ({"norm.running_mean": (3,)}, "norm.running_mean is not trained"),
        ({"norm.eps": (3,)}, r"norm.eps: expected a parameter of shape \(3,\), got 1e-05"),
    ):  # fmt: skip
        with pytest.raises(Mismatch, match=sentence):
            Weights.named(net, shapes, "your Net")
    with pytest.raises(Mismatch, match="expected dtype float64"):
        Weights.named(net, SHAPES, dtype=torch.float64)
    assert torch.equal(net.norm.weight, before)
    assert Weights.named(Net(bias=False), SHAPES, optional=["conv.bias"]).own["conv.bias"] is None
    with pytest.raises(Mismatch, match="expected a parameter"):
        Weights.named(Net(bias=False), SHAPES)


def test_a_hint_tells_names_and_expected_shapes_alone():
    """The shape that came is the student's to choose."""
    net = Net()
    net.conv.weight = nn.Parameter(torch.zeros(7, 1, 2, 3))
    with pytest.raises(Mismatch) as wrong:
        Weights.named(net, SHAPES)
    assert said(wrong.value.args[0]).in_hints() == "conv.weight: expected shape (3, 2, 1, 1), got a different shape"


def test_one_parameter_in_two_places():
    """Both names are told."""
    net = Net()
    net.norm.bias = net.norm.weight
    with pytest.raises(Mismatch, match="norm.weight and norm.bias are the same parameter"):
        Weights.named(net, {"norm.weight": (3,), "norm.bias": (3,)})


def test_statistics_are_set():
    """And only where the norm is of so many channels."""
    norm = nn.BatchNorm2d(3)
    mean, var = set_statistics(norm, 3, "the batch norm")
    assert torch.equal(norm.running_mean, mean)
    assert torch.equal(norm.running_var, var)
    with pytest.raises(Mismatch, match=r"expected nn.BatchNorm2d\(4\)"):
        set_statistics(norm, 4, "the batch norm")


def test_statistics_of_several_are_set():
    """By their names in the net's state, or one by one where it has other names."""

    class Hidden(nn.Module):
        def __init__(self):
            super().__init__()
            self.others = nn.ModuleList([nn.BatchNorm2d(2), nn.BatchNorm2d(3)])

        norm = property(lambda self: self.others[0])
        last = property(lambda self: self.others[1])

    plain = nn.Sequential()
    plain.norm, plain.last = nn.BatchNorm2d(2), nn.BatchNorm2d(3)
    for net in (plain, Hidden()):
        own = set_statistics_of(net, {"norm": 2, "last": 3})
        for name in ("norm", "last"):
            assert torch.equal(getattr(net, name).running_mean, own[name][0])
            assert torch.equal(getattr(net, name).running_var, own[name][1])
        with pytest.raises(Mismatch, match="your net has no first"):
            set_statistics_of(net, {"first": 2}, "your net")


def test_no_more_parameters_than_there_should_be_are_looked_at():
    """An endless list of them ends."""

    class Endless:
        def named_parameters(self):
            while True:
                yield "a.weight", torch.zeros(1)

    with pytest.raises(Mismatch, match="expected at most 4 parameters, got more"):
        named_parameters(Endless(), 4)
    assert [name for name, _ in named_parameters(Net(), 4)] == ["weight", "bias"] * 2
    assert attribute(Net(), "conv.kernel_size", "your Net") == (1, 1)


@pytest.mark.parametrize(("name", "hint"), [("conv1.weight", "conv1.weight"), ("2.conv.weight", "a parameter")])
def test_a_hint_tells_no_index_that_code_could_choose(name, hint):
    """Which of several layers is wrong can be a code; the names of the docstring are the author's."""
    layer = nn.Linear(1, 1)
    weights = Weights({name: layer.weight})
    with torch.no_grad():
        layer.weight.add_(1.0)
    with pytest.raises(Mismatch) as changed:
        weights.check()
    assert said(changed.value.args[0]).in_hints() == f"{hint} was changed after a call: only the trainer changes parameters"
