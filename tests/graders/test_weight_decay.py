"""Weight decay: what a student should learn is what the penalty does to a step, and to whom.

The edges that matter: the squared norm and its half, a 0-dimensional result with a gradient, PyTorch's convention beside the one
that divides by the batch size, weights decayed and biases not, for nets nested at will, with layers without a bias and layers used
twice. A bias is what is called `bias`, as in PyTorch's layers: no other parameter's name ends so here. Out of scope: how the groups are
written down, which group comes first, and whether it holds frozen parameters.
"""

import random

import torch
from torch import nn

from autograder.graders import (
    Mismatch,
    attribute,
    changing,
    check_independent,
    check_normal,
    check_unrelated,
    clone,
    exercise,
    is_a,
    message,
    parts,
    same,
    show,
    stand_in,
    told,
)

# --- l2_penalty, l1_penalty ----------------------------------------------------------------------------------------


def l2_mistakes(w):
    return {
        "a forgotten division by 2": (w**2).sum(),
        "the norm instead of its square": w.norm(),
        "half the norm, not squared": w.norm() / 2,
        "the L1 norm": w.abs().sum(),
        "half the L1 norm": w.abs().sum() / 2,
        "the mean instead of the sum": (w**2).mean() / 2,
        "the square of the sum": w.sum() ** 2 / 2,
    }


@exercise("l2_penalty", public=True)
def test_l2_penalty_on_a_worked_example(student):
    """The penalty of (3, −4) is 12.5, as a 0-dimensional tensor, and that of [[3, −4], [1, 2]] is 15."""
    mistakes = {"a forgotten division by 2": torch.tensor(25.0), "the norm, not its square": torch.tensor(5.0)}
    same(student.l2_penalty(torch.tensor([3.0, -4])), torch.tensor(12.5), "l2_penalty(w)", looks_like=lambda: mistakes)
    same(student.l2_penalty(torch.tensor([[3.0, -4], [1, 2]])), torch.tensor(15.0), "l2_penalty of a matrix")


@exercise("l2_penalty", public=True, weight=0)
def test_l2_penalty_has_a_gradient(student):
    """The gradient of the penalty is w itself, and w is not changed."""
    w = torch.tensor([3.0, -4], requires_grad=True)
    penalty = student.l2_penalty(w)
    assert isinstance(penalty, torch.Tensor) and penalty.requires_grad, (
        "the penalty has no gradient: is there a detach, an item() or a float() in the way?"
    )
    penalty.backward()
    same(w.detach(), torch.tensor([3.0, -4]), "w after the call, which should be as it was")
    same(w.grad, torch.tensor([3.0, -4]), "the gradient of the penalty")


@exercise("l2_penalty")
def test_l2_penalty_of_a_column(student, reference, randn):
    """A column of weights, (d, 1), gives Σ w² / 2, as a 0-dimensional tensor."""
    w = randn(random.randint(3, 9), 1)
    same(student.l2_penalty(w=w), reference.l2_penalty(w), "l2_penalty(w)", looks_like=lambda: l2_mistakes(w))


@exercise("l2_penalty")
def test_l2_penalty_of_any_shape(student, reference, randn):
    """Weights of any shape are summed over all their elements."""
    for shape in ((5,), (3, 4), (2, 3, 4), (1,), ()):
        w = randn(*shape) + 1.5
        result, expected = student.l2_penalty(w), reference.l2_penalty(w)
        same(result, expected, message(
            "l2_penalty of shape {shape}", shape=told(shape)
        ), looks_like=lambda of=w: l2_mistakes(of))


@exercise("l2_penalty")
def test_l2_penalty_has_w_as_its_gradient(student, reference, randn):
    """The gradient of the penalty is w itself, also where it is a part of a larger loss."""
    w = randn(4, 1, requires_grad=True)
    before = clone(w.detach())
    penalty = student.l2_penalty(w)
    same(penalty, reference.l2_penalty(before), "l2_penalty(w)", looks_like=lambda: l2_mistakes(before))
    assert penalty.requires_grad, (
        "the penalty has no gradient: is there a detach, a no_grad, an item() or a float() in the way?"
    )
    (3 * penalty + w.sum()).backward()
    same(w.grad, 3 * before + 1, "the gradient of 3 · l2_penalty(w) + Σw")


def l1_mistakes(w):
    return {
        "the plain sum": w.sum(),
        "half of it": w.abs().sum() / 2,
        "the mean": w.abs().mean(),
        "the squares": (w**2).sum(),
    }


@exercise("l1_penalty", public=True)
def test_l1_penalty_on_a_worked_example(student):
    """The penalty of (3, −4) is 7, as a 0-dimensional tensor, and that of [[3, −4], [1, 2]] is 10."""
    same(student.l1_penalty(torch.tensor([3.0, -4.0])), torch.tensor(7.0), "l1_penalty(w)")
    same(student.l1_penalty(torch.tensor([[3.0, -4], [1, 2]])), torch.tensor(10.0), "l1_penalty of a matrix")


@exercise("l1_penalty", public=True, weight=0)
def test_l1_penalty_has_a_gradient(student):
    """The gradient of the penalty is the sign of each weight, is finite at zero, and w is not changed."""
    w = torch.tensor([3.0, -4, 0], requires_grad=True)
    penalty = student.l1_penalty(w)
    assert isinstance(penalty, torch.Tensor) and penalty.requires_grad, (
        "the penalty has no gradient: is there a detach, an item() or a float() in the way?"
    )
    penalty.backward()
    same(w.detach(), torch.tensor([3.0, -4, 0]), "w after the call, which should be as it was")
    same(w.grad[:2], torch.tensor([1.0, -1]), "the gradient of the penalty at 3 and −4")
    slope = float(w.grad[2])
    assert -1 <= slope <= 1, message(
        "the gradient at a weight of 0: expected a number between −1 and 1, got {slope}", slope=slope
    )


@exercise("l1_penalty")
def test_l1_penalty_of_any_shape(student, reference, randn):
    """Weights of any shape are summed in absolute value."""
    for shape in ((6, 1), (5,), (3, 4)):
        w = randn(*shape)
        same(
            student.l1_penalty(w=w),
            reference.l1_penalty(w),
            message("l1_penalty of shape {shape}", shape=told(shape)),
            looks_like=lambda: l1_mistakes(w),
        )


@exercise("l1_penalty")
def test_l1_penalty_has_the_sign_as_its_gradient(student, reference, randn):
    """The gradient of the penalty is the sign of each weight."""
    w = randn(7, 1, requires_grad=True)
    before = clone(w.detach())
    penalty = student.l1_penalty(w)
    same(penalty, reference.l1_penalty(before), "l1_penalty(w)", looks_like=lambda: l1_mistakes(before))
    assert penalty.requires_grad, (
        "the penalty has no gradient: is there a detach, a no_grad, an item() or a float() in the way?"
    )
    (2 * penalty).backward()
    same(w.grad, 2 * before.sign(), "the gradient of 2 · l1_penalty(w)")
    w = torch.tensor([0.0, random.uniform(1, 2)], requires_grad=True)
    student.l1_penalty(w).backward()
    assert w.grad is not None and abs(float(w.grad[0])) <= 1, "the gradient at a weight of 0: expected a number between −1 and 1"
    same(w.grad[1], torch.tensor(1.0), "the gradient beside a weight of 0")


# --- decay_update --------------------------------------------------------------------------------------------------


def update_mistakes(w, g, lr, wd, m):
    return {
        "a decay that the learning rate does not scale": w - lr * g - wd * w,
        "a decay with the wrong sign": w - lr * (g - wd * w / (m or 1)),
        "the decay divided by the batch size, or not, the wrong way round": w - lr * (g + wd * w) if m else w - lr * g,
        "the whole gradient divided by the batch size": w - lr * (g + wd * w) / (m or 1),
    }


@exercise("decay_update", public=True)
def test_decay_update_on_the_worked_example(student):
    """For w = 1, gradient −32, lr 0.1 and wd 1 it gives 4.1, and with a batch size of 2 it gives 4.15."""
    w, grad = torch.tensor([1.0]), torch.tensor([-32.0])
    same(student.decay_update(w, grad, 0.1, 1.0), torch.tensor([4.1]), "decay_update(w, grad, 0.1, 1)")
    same(student.decay_update(w, grad, 0.1, 1.0, 2), torch.tensor([4.15]), "decay_update(w, grad, 0.1, 1, 2)")


@exercise("decay_update", public=True, weight=0)
def test_decay_update_leaves_its_arguments_alone(student):
    """For w = (2, −4) and gradient (1, 1), lr 0.5 gives (1.5, −4.5) with wd 0 and (0.5, −2.5) with wd 1; w stays as it was."""
    w, grad = torch.tensor([2.0, -4.0]), torch.tensor([1.0, 1.0])
    for wd, expected in ((0, [1.5, -4.5]), (1, [0.5, -2.5])):
        same(student.decay_update(w, grad, 0.5, wd), torch.tensor(expected), message(
            "decay_update(w, grad, 0.5, {wd})", wd=told(wd)
        ))
        same(w, torch.tensor([2.0, -4.0]), "w after the call: return a new tensor, and do not change w")
        same(grad, torch.tensor([1.0, 1.0]), "the gradient after the call, which should be as it was")


@exercise("decay_update")
def test_decay_update_follows_pytorch(student, reference, randn):
    """Without a batch size: w − lr (grad + wd · w), as a new tensor."""
    w, g, lr, wd = randn(4, 1), randn(4, 1), random.uniform(0.1, 0.9), random.uniform(0.5, 3)
    result = student.decay_update(w, g, lr, wd)
    same(
        result,
        reference.decay_update(w, g, lr, wd),
        "decay_update(w, grad, lr, wd)",
        looks_like=lambda: update_mistakes(w, g, lr, wd, None),
    )
    for none in (0, 0.0):
        result = student.decay_update(w, g, lr, none)
        same(result, reference.decay_update(w, g, lr, none), "decay_update(w, grad, lr, 0)")
    w, g = randn(3).double(), randn(3).double()
    same(student.decay_update(w, g, lr, wd), reference.decay_update(w, g, lr, wd), "decay_update of float64")


@exercise("decay_update")
def test_decay_update_divides_the_decay_by_the_batch_size(student, reference, randn):
    """With a batch size m, only the decay is divided by it: w − lr (grad + wd / m · w)."""
    w, g, lr, wd, m = randn(3, 2), randn(3, 2), random.uniform(0.1, 0.9), random.uniform(0.5, 3), random.randint(2, 9)
    result = student.decay_update(w=w, grad=g, lr=lr, wd=wd, batch_size=m)
    same(
        result,
        reference.decay_update(w, g, lr, wd, m),
        "decay_update(…, batch_size=m)",
        looks_like=lambda: update_mistakes(w, g, lr, wd, m),
    )
    same(
        student.decay_update(w, g, lr, wd, 1),
        reference.decay_update(w, g, lr, wd, 1),
        "decay_update(…, batch_size=1)",
    )


# --- weight_decay_trainer ------------------------------------------------------------------------------------------


def deep_net():
    """Convolution, normalizations, nesting, and layers without a bias."""
    inner = nn.Sequential(nn.Linear(4, 3, bias=False), nn.Sequential(nn.Linear(3, 2), nn.PReLU()), nn.LayerNorm(2))
    return nn.Sequential(nn.Conv2d(1, 1, 3), nn.BatchNorm2d(1), nn.Flatten(), inner, nn.Linear(2, 1))


def net_of_other_names():
    """Parameters that are neither called weight nor bias are weights; a part may be called after biases; one is frozen."""
    net = nn.Module()
    net.scale, net.beta = nn.Parameter(torch.randn(3)), nn.Parameter(torch.randn(2, 1))
    net.bias_branch, net.unbiased = nn.Linear(2, 3), nn.Linear(3, 1)
    net.unbiased.weight.requires_grad_(False)
    return net


def copies(net):
    """The grader's own copies of its net's parameters, made before the student's code has seen them."""
    return {name: p.detach().clone() for name, p in net.named_parameters()}


def is_bias(name):
    """Whether a parameter is called bias, as those of PyTorch's layers are."""
    return name.rpartition(".")[2] == "bias"


def step_and_check(trainer, net, own, lr, wd, steps=1):
    """Give every parameter a gradient, step, and compare each with what SGD with decay on weights alone would do."""
    for step in range(steps):
        grads = {}
        for name, p in net.named_parameters():
            if p.requires_grad:
                grads[name] = torch.randn_like(p)
                p.grad = grads[name].clone()
        with changing(net.parameters()):
            trainer.step()
        for name, p in net.named_parameters():
            if name in grads:
                own[name] = stepped(p, own[name], grads[name], lr, wd, name, message(
                    "{name} after step {number}", hint="a parameter after a step", name=name, number=step + 1
                ))
            else:
                same(p.detach(), own[name], message(
                    "{name}, which is frozen, after step {number}",
                    hint="a frozen parameter after a step",
                    name=name,
                    number=step + 1,
                ))


def stepped(param, before, grad, lr, wd, name, what):
    """The value that a parameter has now, after the comparison with what it should have."""
    mine, others = (0.0, wd) if is_bias(name) else (wd, 0.0)
    expected = before - lr * (grad + mine * before)

    def mistakes():
        decayed = "a decayed bias" if is_bias(name) else "a weight that is not decayed"
        return {
            "a parameter that the trainer does not have": before,
            decayed: before - lr * (grad + others * before),
        }

    same(param.detach(), expected, what, looks_like=mistakes)
    return expected


def check_groups(trainer, net):
    """The group of each parameter, after the check that it stands in no more than one. Frozen ones may be left out."""
    found = {}
    groups = attribute(trainer, "param_groups", "your trainer")
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        raise Mismatch("param_groups: expected a list of dicts, got {got}", got=show(groups))
    for group in groups:
        for p in group.get("params", ()):
            found.setdefault(id(p), []).append(group)
    groups_of = {}
    for name, p in net.named_parameters():
        of_it = found.pop(id(p), [])
        if len(of_it) > 1 or (p.requires_grad and not of_it):
            raise Mismatch(
                "param_groups: expected each parameter once, {name} is there {count} times",
                hint="param_groups: expected each parameter once, one is there a different number of times",
                name=name,
                count=len(of_it),
            )
        groups_of[name] = of_it[0] if of_it else None
    if found:
        raise Mismatch("param_groups: expected the net's own parameters and no others")
    return groups_of


def check_settings(groups_of, lr, wd):
    for name, group in groups_of.items():
        for what, wanted in (("lr", lr), ("weight_decay", 0.0 if is_bias(name) else wd), ("momentum", 0.0)):
            same(group.get(what), wanted, message(
                "{what} in the group of {name}", hint="{what} in the group of a parameter", what=told(what), name=name
            ))


@exercise("weight_decay_trainer", public=True)
def test_trainer_decays_the_weight_of_a_linear_layer(student):
    """A step with zero gradients shrinks the weight of a linear layer by lr · wd of itself, and leaves its bias alone."""
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


@exercise("weight_decay_trainer", public=True, weight=0)
def test_trainer_finds_every_parameter(student):
    """In a nested net two steps move every weight by lr (grad + wd · w), every bias by lr · grad, and no frozen parameter."""
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


@exercise("weight_decay_trainer", weight=2)
def test_trainer_makes_the_right_step(student):
    """A step moves weights by lr (grad + wd · w) and biases by lr · grad."""
    lr, wd = random.uniform(0.05, 0.3), random.uniform(0.5, 3)
    net = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 1))
    own = copies(net)
    step_and_check(student.weight_decay_trainer(net=net, lr=lr, wd=wd), net, own, lr, wd)


@exercise("weight_decay_trainer", weight=2)
def test_trainer_works_for_any_net(student):
    """Nested nets, convolutions, normalization, layers without a bias, parameters of other names: every one is found."""
    lr, wd = random.uniform(0.05, 0.3), random.uniform(0.5, 3)
    for net in (deep_net(), nn.Linear(3, 2, bias=False), net_of_other_names()):
        own = copies(net)
        step_and_check(student.weight_decay_trainer(net, lr, wd), net, own, lr, wd)


@exercise("weight_decay_trainer")
def test_trainer_is_plain_sgd_with_groups(student):
    """It is a torch.optim.SGD without momentum, with groups that have their settings, which may be changed later."""
    lr, wd = random.uniform(0.05, 0.3), random.uniform(0.5, 3)
    net = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1))
    own = copies(net)
    trainer = student.weight_decay_trainer(net, lr, wd)
    if not is_a(trainer, "SGD"):
        raise Mismatch("expected a torch.optim.SGD, got {got}", got=show(trainer))
    check_settings(check_groups(trainer, net), lr, wd)
    step_and_check(trainer, net, own, lr, wd, steps=2)
    state = trainer.state_dict()
    for group in state["param_groups"]:
        group["lr"] = lr / 3
    trainer.load_state_dict(state)
    step_and_check(trainer, net, own, lr / 3, wd)


@exercise("weight_decay_trainer")
def test_trainer_has_each_parameter_once(student):
    """Each parameter stands in one group only, also where a layer is used twice, or two layers share a weight."""
    lr, wd = random.uniform(0.05, 0.3), random.uniform(0.5, 3)
    twice, tied = nn.Linear(3, 3), nn.Linear(3, 3, bias=False)
    tied.weight = twice.weight
    net = nn.Sequential(twice, nn.ReLU(), twice, tied, nn.BatchNorm1d(3))
    own = copies(net)
    trainer = student.weight_decay_trainer(net, lr, wd)
    check_groups(trainer, net)
    step_and_check(trainer, net, own, lr, wd)


# --- train_concise -------------------------------------------------------------------------------------------------


@stand_in("weight_decay_trainer")
def of_one_weight_and_one_bias(net, lr, wd):
    """For a net of two parameters, the weight first, which is all that `train_concise` needs, and for no other."""
    weight, bias = net.parameters()
    return torch.optim.SGD([{"params": [weight], "weight_decay": wd}, {"params": [bias]}], lr=lr)


@stand_in("l2_penalty")
def quarter(w):
    """Half of the penalty. What is trained with it decays half as much."""
    return (w * w).sum() / 4


@stand_in("decay_update")
def with_half_the_decay(w, grad, lr, wd, batch_size=None):
    """The decay halved, whatever the batch size."""
    return w - lr * (grad + wd / 2 * w)


def decays(wd, stands_in):
    """What the decay may come to: a training may be written with the trainer, or with the penalty or the update."""
    if {"l2_penalty", "decay_update"} & stands_in:
        return (wd, wd / 2)
    return (wd,)


def ridge(X, y, wd):
    """Minimum of mean((Xw + b − y)²) + wd/2 ‖w‖² over w and b: the normal equations, with the bias not decayed."""
    n, d = X.shape
    A = torch.cat([X, torch.ones(n, 1)], 1).double()
    decay = wd * torch.eye(d + 1, dtype=torch.float64)
    decay[d, d] = 0
    solution = torch.linalg.solve(2 / n * A.T @ A + decay, 2 / n * A.T @ y.double())
    return lambda Z: (torch.cat([Z, torch.ones(len(Z), 1)], 1).double() @ solution).float()


@exercise("train_concise", public=True)
def test_train_concise_shrinks_the_weight(student):
    """On y = 2x + 1 the weight is 2 without decay; on x = ±1 a decay of 2 makes it 1, and leaves the bias at 1."""
    X = torch.tensor([[-1.0], [1.0]])
    for wd, weight in ((0.0, 2.0), (2.0, 1.0)):
        # the minimum of (w − 2)² + (b − 1)² + wd / 2 · w²
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


@exercise("train_concise", public=True, weight=0)
def test_train_concise_steps_on_every_minibatch(student):
    """With two minibatches of one example each, 30 epochs make 60 steps and fit both."""
    data = [(torch.tensor([[-1.0]]), torch.tensor([[-1.0]])), (torch.tensor([[1.0]]), torch.tensor([[3.0]]))]
    net = student.train_concise(0.0, data, 1, num_epochs=30, lr=0.1)
    found = net(torch.tensor([[-1.0], [1.0]])).detach().flatten()
    off = float((found - torch.tensor([-1.0, 3.0])).abs().max())
    assert off < 0.01, message(
        "expected predictions −1 and 3, got {got}: is there one step on each minibatch?", got=found.tolist()
    )


@exercise("train_concise", public=True, weight=0)
def test_train_concise_draws_the_initial_parameters(student):
    """With a learning rate of 0 the net is as it was drawn: weights from N(0, 1), and a bias that is not 0."""
    data = [(torch.zeros(2, 400), torch.zeros(2, 1))]
    net = student.train_concise(0.0, data, 400, num_epochs=1, lr=0.0)
    found = net(torch.cat([torch.zeros(1, 400), torch.eye(400)])).detach().flatten()
    assert found[0] != 0, "the bias starts at 0: draw all parameters"
    weights = found[1:] - found[0]
    assert len(weights.unique()) > 100, "the initial weights: expected different numbers, got many equal ones"
    std = float(weights.std())
    assert 0.7 < std < 1.3, message("the initial weights: expected standard deviation 1, got {std}", std=std)


@exercise("train_concise", weight=2)
def test_train_concise_finds_the_decayed_optimum(student, randn, stands_in):
    """Long training ends where mean squared error and decay balance, for small and large wd, with the bias not decayed."""
    X = randn(20, 3)
    y = X @ randn(3, 1) + 5 + 0.1 * randn(20, 1)
    Z = randn(6, 3)
    for wd in (0.0, random.uniform(0.5, 2)):
        net = student.train_concise(wd=wd, train_iter=[(X, y)], num_inputs=3, num_epochs=600, lr=0.05)
        predictions = net(clone(Z)).detach()
        off = min((predictions - ridge(X, y, decay)(Z)).abs().max() for decay in decays(wd, stands_in))
        assert off < 0.02, (
            message(
                "with wd={wd}: expected predictions within 0.02 of the optimum, got values that are off by {off}",
                hint="expected predictions within 0.02 of the optimum for this wd, got values that are further off",
                wd=wd,
                off=off,
            )
        )


@exercise("train_concise")
def test_train_concise_trains_on_every_minibatch_of_every_epoch(student, randn):
    """Each epoch goes over all minibatches: a few epochs come as close as as many steps should."""
    X = randn(60, 2)
    y = X @ torch.tensor([[2.0], [-1.0]]) + 3
    data = [(X[i : i + 10], y[i : i + 10]) for i in range(0, 60, 10)]
    net = student.train_concise(0.0, clone(data), 2, num_epochs=40, lr=0.05)
    off = (net(clone(X)).detach() - y).abs().max()
    assert off < 0.02, message(
        "after 240 steps: expected predictions within 0.02 of the labels, got values that are off by {off}",
        hint="after 240 steps: expected predictions within 0.02 of the labels, got values that are further off",
        off=off,
    )
    net = student.train_concise(0.0, clone(data), 2, num_epochs=1, lr=0.001)
    off = (net(clone(X)).detach() - y).abs().max()
    # at the start, all three parameters and X are normal: 50 is out of reach
    assert 0.5 < off < 50, "after one epoch with a tiny learning rate nothing can be learned yet, but the net is trained: is lr or num_epochs ignored?"
    check_steps_in_order(student)


def steps_of(data, d, rate):
    """(w, b) after one step on each minibatch in turn, from zero, in float64."""
    w = torch.zeros(d + 1, 1, dtype=torch.float64)
    for X, y in data:
        A = torch.cat([X, torch.ones(len(X), 1)], 1).double()
        w = w - rate * 2 / len(A) * A.T @ (A @ w - y.double())
    return w


def check_steps_in_order(student):
    """One epoch over minibatches of unlike lines, with labels against which the random start does not count."""
    data, lr = [], random.uniform(0.05, 0.1)
    for _ in range(4):
        data.append((torch.randn(5, 2), 1e6 * (random.choice([-1, 1]) + torch.randn(5, 1))))
    net = student.train_concise(0.0, clone(data), 2, num_epochs=1, lr=lr)
    if not is_a(net, "Module"):
        raise Mismatch("expected an nn.Module, got {got}", got=show(net))
    Z = torch.cat([torch.eye(2), torch.zeros(1, 2)])
    yours = net(clone(Z)).detach()
    if not isinstance(yours, torch.Tensor) or yours.shape != (3, 1):
        raise Mismatch("expected predictions of shape (3, 1), got a different shape")
    A = torch.cat([Z, torch.ones(3, 1)], 1).double()
    offs = []
    for rate in (lr, lr / 2, 5 * lr):  # steps of another length are another test's question
        offs.append(float((yours.double() - A @ steps_of(data, 2, rate)).abs().max()))
    # a start from N(0, 1) counts for less than 50 in what two parameters predict; rounding for less than 5
    if not min(offs) < 60:
        raise Mismatch("expected one step on each minibatch, in the order given, got different steps")


@exercise("train_concise")
def test_train_concise_has_defaults(student):
    """100 epochs with lr 0.003 where nothing else is said: a bias goes 1 − (1 − 0.006)¹⁰⁰ of its way, some 45 %."""
    far = 1e6  # against which the random start does not count
    net = student.train_concise(0.0, [(torch.zeros(2, 1), torch.full((2, 1), far))], 1)
    share = net(torch.zeros(1, 1)).item() / far
    assert abs(share - (1 - 0.994**100)) < 0.0005, message(
        "with the defaults: expected 45 % of the way, got {percent} %",
        hint="with the defaults: expected 45 % of the way, got a different share",
        percent=100 * float(share),
    )


@exercise("train_concise")
def test_train_concise_starts_from_normal_weights(student):
    """The initial parameters come from N(0, 1), the bias too."""
    biases = []
    for _ in range(30):
        net = student.train_concise(0.0, [(torch.zeros(2, 1), torch.zeros(2, 1))], 1, num_epochs=1, lr=0.0)
        biases.append(net(torch.zeros(1, 1)).item())
    # quantiles of the normal and the χ² distribution: each is passed by once in a hundred million times
    mean, squares = sum(biases) / 30, sum(bias**2 for bias in biases)
    if len(set(biases)) < 30 or not (abs(mean) < 1.06 and 4.2 < squares < 102):
        raise Mismatch("the bias: expected a value from N(0, 1), drawn anew in each training")
    of_two = [start_weights(student) for _ in range(2)]
    check_normal(of_two[0], "initial weights")
    check_independent(of_two[0], "initial weights")
    check_unrelated(*of_two, "initial weights of one training and of another")


def start_weights(student):
    """The 400 weights of a net that was trained with a learning rate of 0: what it predicts for each unit vector."""
    net = student.train_concise(0.0, [(torch.zeros(2, 400), torch.zeros(2, 1))], 400, num_epochs=1, lr=0.0)
    with torch.no_grad():
        predictions = net(torch.cat([torch.eye(400), torch.zeros(1, 400)]))
    if not isinstance(predictions, torch.Tensor) or predictions.shape != (401, 1):
        raise Mismatch("predictions: expected a tensor of shape (401, 1), got {got}", got=show(predictions))
    return (predictions[:-1] - predictions[-1]).detach().flatten()


# --- lambda_sweep --------------------------------------------------------------------------------------------------


@exercise("lambda_sweep", public=True)
def test_lambda_sweep_keeps_the_order(student):
    """There is one pair (train loss, test loss) for each λ, in order, also for λ = 0 and for a λ that comes twice."""
    for lambdas in ([3.0, 1.0], [3.0, 0.0, 3.0]):
        trained = []

        def train(wd, trained=trained):
            trained.append(wd)
            return wd

        pairs = student.lambda_sweep(list(lambdas), train, lambda net: (net + 1, net * 10))
        assert isinstance(pairs, list), message("expected a list of pairs, got {got}", got=show(pairs))
        expected = [(wd + 1, wd * 10) for wd in lambdas]
        same([tuple(pair) for pair in pairs], expected, message("lambda_sweep({lambdas}, …)", lambdas=told(lambdas)))
        assert trained == lambdas, message("expected one training for each λ, got {trained}", trained=trained)


@exercise("lambda_sweep")
def test_lambda_sweep_trains_and_evaluates_once_for_each(student):
    """Each λ is trained once, and the net that training returned is evaluated."""
    lambdas = sorted((random.uniform(0, 10) for _ in range(5)), reverse=True)
    trained, losses = [], {wd: (random.random(), random.random()) for wd in lambdas}

    def train(wd):
        trained.append(wd)
        return {"wd": wd}

    pairs = student.lambda_sweep(lambdas=lambdas, train=train, evaluate=lambda net: losses[net["wd"]])
    for pair, wd in zip(parts(pairs, 5, "lambda_sweep(…)"), lambdas, strict=True):
        same(tuple(parts(pair, 2, "a pair of losses")), losses[wd], message(
            "the losses of λ = {wd}",
            hint="the losses of one λ",
            wd=wd,
        ))
    assert trained == lambdas, "expected one training for each λ, in order"


@exercise("lambda_sweep")
def test_lambda_sweep_takes_any_numbers(student):
    """λ = 0 and a λ that comes twice have pairs of their own, and one sweep knows nothing of another."""
    wd, count = random.uniform(1, 9), []

    def train(wd):
        count.append(wd)
        return [wd, len(count)]

    for lambdas in ([wd, 0, wd, 2 * wd], [0.0], []):
        count.clear()
        pairs = student.lambda_sweep(list(lambdas), train, lambda net: (float(net[0]), float(net[1])))
        same(
            [parts(pair, 2, "a pair of losses") for pair in parts(pairs, len(lambdas), "lambda_sweep(…)")],
            [(float(v), i + 1.0) for i, v in enumerate(lambdas)],
            "the losses",
        )
