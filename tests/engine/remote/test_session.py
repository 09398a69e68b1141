"""Calls across the boundary behave as calls in one process would."""

import contextlib
import socket

import msgspec
import pytest
import torch
from torch import nn

from autograder.remote.exchange import stands_in
from autograder.remote.faults import Changed, Crashed, Missing, NotAttempted, StudentError, TooMuch, TooSlow
from autograder.remote.objects import Student
from autograder.remote.session import Session
from autograder.wire import twins
from autograder.wire.frames import HEADER, Channel, ProtocolError
from autograder.wire.messages import AT_THE_GRADER, Call, Following, Get
from autograder.words.said import said


def test_arguments_are_changed_where_the_student_changes_them(lab):
    """Copy-restore: data, gradient and requires_grad of the grader's own tensors."""
    lab.run(
        "def f(params, lr):\n    with torch.no_grad():\n        for p in params:\n            p -= lr * p.grad\n            p.grad = None"
    )
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    w.grad = torch.tensor([10.0, 20.0])
    lab.student().f([w], 0.1)
    assert w.tolist() == [0.0, 0.0]
    assert w.grad is None
    assert w.requires_grad
    assert w.is_leaf


def test_each_way_of_changing_a_tensor_arrives(lab):
    """In place, through .data, by a new .data, by a gradient set anew."""
    lab.run(
        "def a(t): t.mul_(2)\ndef b(t): t.data = t.data * 2\ndef c(t): t.data[0] = 7.0\n"
        "def d(t): t.grad = torch.ones_like(t)\ndef e(t): t.requires_grad_(True)\ndef g(t): t[:] = float('nan')"
    )
    student = lab.student()
    for name, expected in (("a", [2.0, 4.0]), ("b", [2.0, 4.0]), ("c", [7.0, 2.0])):
        t = torch.tensor([1.0, 2.0])
        getattr(student, name)(t)
        assert t.tolist() == expected, name
    t = torch.tensor([1.0, 2.0])
    student.d(t)
    assert t.grad.tolist() == [1.0, 1.0]
    student.e(t)
    assert t.requires_grad
    t = torch.zeros(2)
    student.g(t)
    assert t.isnan().all()


def test_a_returned_argument_is_the_same_tensor(lab):
    """Identity crosses."""
    lab.run("def f(a, b): return b, [a]")
    a, b = torch.ones(2), torch.zeros(2)
    first, (second,) = lab.student().f(a, b)
    assert first is b
    assert second is a


def test_backward_crosses(lab):
    """Gradients of arguments that are leaves and of those that are not, of several outputs, twice."""
    lab.run("def f(x, w): return (x * w).sum(), x ** 2 * w")
    x, w = torch.randn(3, requires_grad=True), torch.randn(3, requires_grad=True)
    s, v = lab.student().f(x, w * 2)
    (s + v.sum()).backward(retain_graph=True)
    mine_x, mine_w = x.detach().clone().requires_grad_(), w.detach().clone().requires_grad_()
    ((mine_x * mine_w * 2).sum() + (mine_x**2 * mine_w * 2).sum()).backward()
    assert torch.allclose(x.grad, mine_x.grad)
    assert torch.allclose(w.grad, mine_w.grad)
    s.backward()
    assert torch.allclose(x.grad, mine_x.grad + 2 * w.detach())


def test_gradients_flow_from_one_call_into_another(lab):
    """The output of one call is the input of the next, as in a training loop."""
    lab.run("def net(x, w): return x @ w\ndef loss(y): return (y ** 2).sum()")
    x, w = torch.randn(4, 2), torch.randn(2, 1, requires_grad=True)
    student = lab.student()
    student.loss(student.net(x, w)).backward()
    assert torch.allclose(w.grad, 2 * x.T @ x @ w.detach())


def test_parameters_of_a_module_of_the_students(lab):
    """They can be listed, changed, loaded, and they collect gradients, listed before or after."""
    lab.run(
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.l = nn.Linear(2, 1)\n    def forward(self, X):\n        return self.l(X)"
    )
    student = lab.student()
    net = student.Net()
    net(torch.ones(3, 2)).sum().backward()
    weight, bias = net.parameters()
    assert weight.grad.tolist() == [[3.0, 3.0]]
    assert bias.grad.tolist() == [3.0]
    net(torch.ones(3, 2)).sum().backward()
    assert bias.grad.tolist() == [6.0]
    with torch.no_grad():
        weight.fill_(2.0)
        bias.zero_()
    assert net(torch.ones(1, 2)).item() == 4.0
    net.load_state_dict({"l.weight": torch.tensor([[1.0, 1.0]]), "l.bias": torch.tensor([5.0])})
    assert net(torch.ones(1, 2)).item() == 7.0
    assert bias.item() == 5.0
    assert list(net.state_dict()) == ["l.weight", "l.bias"]
    assert net.training is True
    net.eval()
    assert net.training is False
    assert net.l is net.l
    assert net.l.in_features == 2


def test_a_module_of_the_graders_trains_there(lab):
    """Arguments may be anything; an optimizer made there holds the grader's own parameters."""
    lab.run("def make(net, lr): return torch.optim.SGD(net.parameters(), lr=lr)\ndef first(net): return net[0]")
    net = nn.Sequential(nn.Linear(2, 1), nn.ReLU())
    student = lab.student()
    trainer = student.make(net, 0.5)
    assert trainer.param_groups[0]["params"][0] is net[0].weight
    for p in net.parameters():
        p.grad = torch.ones_like(p)
    before = net[0].weight.detach().clone()
    trainer.step()
    assert torch.allclose(net[0].weight, before - 0.5)
    trainer.zero_grad()
    assert net[0].weight.grad is None


def test_generators_run_ahead_a_little(lab):
    """By eight plain values at most, so that an endless one can be left."""
    lab.run(
        "pulled = []\ndef count():\n    n = 0\n    while True:\n        pulled.append(n)\n        yield n\n        n += 1\ndef seen(): return pulled"
    )
    student = lab.student()
    for n in student.count():
        if n == 3:
            break
    assert student.seen() == list(range(8))
    assert next(student.count()) == 0
    assert len(student.seen()) == 9


def test_what_a_generator_yields_is_what_it_was_then(lab):
    """A buffer used again and again, and a parameter that goes on changing, are seen as they were when yielded."""
    lab.run(
        "buffer, w = torch.zeros(2), nn.Parameter(torch.zeros(2))\n"
        "def reused():\n    for n in range(11):\n        buffer.fill_(n)\n        yield buffer, [n]\n"
        "def live():\n    for n in range(5):\n        w.data.fill_(n)\n        yield w"
    )
    student = lab.student()
    assert [(float(x[0]), n) for x, n in student.reused()] == [(n, [n]) for n in range(11)]
    assert [float(x.detach()[0]) for x in student.live()] == [0, 1, 2, 3, 4]


def test_a_generator_that_fails_has_yielded_before(lab):
    """The values come first, then the error, and once."""
    lab.run("def fails():\n    yield 1\n    yield 2\n    raise ValueError('third')")
    source, seen = iter(lab.student().fails()), []
    with pytest.raises(StudentError, match="third"):
        for value in source:
            seen.append(value)
    assert seen == [1, 2]


def test_a_layer_comes_with_its_tensors(lab):
    """They are the same that a later call changes, and asked for anew after each call."""
    lab.run(
        "net = nn.Sequential(nn.Linear(2, 1))\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.first = nn.Linear(2, 1)\n    def replace(self):\n        self.first.weight = nn.Parameter(torch.full((1, 2), 7.0))"
    )
    net = lab.student().Net()
    first = net.first
    before = first.weight
    assert first.weight is before
    assert first.bias.shape == (1,)
    net.replace()
    assert first.weight is not before
    assert first.weight.tolist() == [[7, 7]]
    assert before.tolist() != [[7, 7]]


def test_one_loss_after_the_other(lab):
    """A backward ends with its own loss, as in one process: what was given before is not gone through again."""
    lab.run(
        "def loss(y): return (y ** 2).sum()\nkept = []\ndef keep(y): kept.append(y)\ndef later(): return kept[0].sum()"
    )
    student, w, X = lab.student(), torch.ones(2, requires_grad=True), torch.ones(2, 2)
    for expected in (8.0, 16.0):
        student.loss(X @ w).backward()
        assert w.grad.tolist() == [expected] * 2
    y = 3 * w
    student.loss(y).backward(retain_graph=True)
    student.loss(y).backward()
    assert w.grad.tolist() == [16.0 + 36] * 2
    student.keep(5 * w)
    student.loss(2 * w).backward()
    student.later().backward()  # given once, and used much later
    assert w.grad.tolist() == [52.0 + 8 + 5] * 2


def asked_by(lab):
    session, asked = lab.sessions[-1], []
    request = session.request
    session.request = lambda operation, *rest: asked.append(operation) or request(operation, *rest)
    return asked


def test_layers_come_together(lab):
    """Who asks for one has the others of the same object, until something else is asked."""
    lab.run(
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.first, self.second = nn.Linear(2, 1), nn.Linear(1, 3)\n        self.both = nn.Sequential(self.first, self.second)\n"
        "    def change(self):\n        self.first = nn.Linear(5, 1)\n        del self.second\n"
        "    def named_children(self):\n        raise ValueError('mine')\n"
        "class Plain:\n    layer = nn.Linear(4, 4)"
    )
    student = lab.student()
    net, asked = student.Net(), asked_by(lab)
    first, second = net.first, net.second
    assert net.second is second
    assert first.weight.shape == (1, 2)
    assert second.bias.shape == (3,)
    assert asked == [Get]
    net.change()
    assert net.first is not first
    assert net.first.weight.shape == (1, 5)
    with pytest.raises(StudentError, match="second"):
        _ = net.second
    assert student.Plain().layer.weight.shape == (4, 4)


def test_a_layer_that_cannot_come_along_harms_no_other(lab):
    """A sibling without a shape yet, without numbers, or of a kind that does not cross."""
    lab.run(
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.bn = nn.BatchNorm1d(2)\n"
        "        self.lazy, self.meta, self.odd = nn.LazyLinear(3), nn.Linear(2, 2, device='meta'), nn.Linear(1, 1)\n"
        "        self.odd.register_buffer('sparse', torch.eye(2).to_sparse())"
    )
    net = lab.student().Net()
    assert net.bn.weight.tolist() == [1, 1]
    assert net.odd.weight.shape == (1, 1)
    assert repr(net.lazy) == "<your LazyLinear>"
    assert repr(net.meta) == "<your Linear>"


def test_parameters_come_with_their_iterator(lab):
    """Whether it is looped over or asked for one value after the other; a student's own begins when it is asked."""
    lab.run(
        "class Many(nn.Module):\n    def __init__(self, n):\n        super().__init__()\n"
        "        self.layers = nn.ModuleList([nn.Linear(1, 1) for _ in range(n)])\n"
        "    def children(self):\n        log.append('begun')\n        yield 1\nlog = []\ndef begun(): return list(log)\n"
        "def count(*iterators): return [len(list(i)) for i in iterators]"
    )
    student = lab.student()
    many, few, none = student.Many(50), student.Many(2), student.Many(0)
    asked = asked_by(lab)
    everything = list(many.parameters())
    assert len(everything) == 100
    assert len({id(p) for p in everything}) == 100
    assert asked == [Call, Following]
    one_by_one = many.parameters()
    assert all(next(one_by_one) is p for p in everything)
    with pytest.raises(StopIteration):
        next(one_by_one)
    asked.clear()
    names = few.named_parameters()
    assert next(names)[0] == "layers.0.weight"
    assert len(list(names)) == 3
    assert list(none.parameters()) == []
    assert asked == [Call, Call]
    begun = few.parameters()
    next(begun)
    assert student.count(many.parameters(), begun, none.parameters()) == [100, 3, 0]
    assert list(begun) == []
    own = few.children()
    assert student.begun() == []
    assert list(own) == [1]
    assert student.begun() == ["begun"]


def test_callbacks_come_back(lab):
    """With their arguments and results, their errors, and calls inside calls."""
    lab.run(
        "def f(g, x): return [g(x), g(x + 1)]\ndef safe(g):\n    try:\n        return g(0)\n    except Exception as e:\n        return str(e)\ndef twice(x): return 2 * x"
    )
    student, calls = lab.student(), []
    assert student.f(lambda x: calls.append(x) or x * 10, 1.5) == [15.0, 25.0]
    assert calls == [1.5, 2.5]
    assert "division" in student.safe(lambda x: 1 / x)
    assert student.f(lambda x: student.twice(x), 2) == [4, 6]
    assert torch.equal(student.f(lambda x: x + 1, torch.zeros(2))[1], torch.full((2,), 2.0))


def test_errors_name_the_students_own_line(lab):
    """Cell, line, text; and what is missing or not attempted is told apart."""
    lab.run(
        "def f(x):\n    y = 1\n    return helper(x)\ndef helper(x):\n    return x / 0",
        "def stub(): raise NotImplementedError",
        "def odd(): raise type('E\\x1b[31m', (Exception,), {})('a\\x1b[0mb' * 900)",
    )
    with pytest.raises(StudentError, match=r"ZeroDivisionError: division by zero, in cell 2, line 5: `return x / 0`"):
        lab.student().f(1)
    with pytest.raises(NotAttempted):
        lab.student().stub()
    with pytest.raises(Missing, match="no `nothing`"):
        lab.student().nothing()
    with pytest.raises(StudentError) as caught:
        lab.student().odd()
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 1500


def test_another_test_in_the_same_copy_starts_anew(lab):
    """Seeded like a fresh copy, and with none of the objects that were exchanged before."""
    lab.run("def draw(): return float(torch.rand(1)), random.random(), float(np.random.rand())\ndef same(f): return f")
    drawn = lab.student(7).draw()
    student = lab.student(3)
    student.draw(), student.same(torch.ones(2)), student.same(lambda: 1)
    lab.sessions[-1].begin(7)
    assert student.draw() == drawn
    x = torch.zeros(2)
    assert student.same(x) is x


def test_each_copy_starts_as_the_notebook_left_it(lab):
    """State that one copy's calls change, another does not see; a crash or a hang costs one."""
    lab.run(
        "n = 0\nimport posix, ctypes\ndef up():\n    global n\n    n += 1\n    return n\ndef leave(): posix._exit(0)\ndef segv(): ctypes.string_at(0)\ndef loop():\n    while True: pass"
    )
    assert lab.student().up() == 1
    assert lab.student().up() == 1
    with pytest.raises(Crashed, match="ended its process"):
        lab.student().leave()
    with pytest.raises(Crashed, match="segmentation fault"):
        lab.student().segv()
    with pytest.raises(TooSlow, match="endless loop"):
        lab.student().loop()
    assert lab.student().up() == 1


def test_a_lost_session_stays_lost(lab):
    """After a crash, further calls fail with the same cause and no wait."""
    lab.run("import posix\ndef leave(): posix._exit(3)")
    student = lab.student()
    for _ in range(2):
        with pytest.raises(Crashed, match="ended its process"):
            student.leave()


def test_what_comes_back_is_plain(lab):
    """Subclasses lose their opinions, other objects are handles, and a handle equals nothing but itself."""
    lab.run(
        "class T(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, *a, **k): return True\n    def __eq__(self, o): return True\n"
        "class Any:\n    def __eq__(self, o): return True\n    def __reduce__(self): import os; return os.system, ('true',)\n"
        "class S(str): pass\nclass N(int):\n    def __eq__(self, o): return True\n"
        "def f(): return T([1.0]), Any(), S('s'), N(3), np.float64(2.5), np.zeros(2), {1, 2}, True, 1 << 70"
    )
    t, anything, s, n, number, array, a_set, yes, huge = lab.student().f()
    assert type(t) is torch.Tensor
    assert t.tolist() == [1.0]
    assert anything != 1
    assert anything.remote_name == "Any"
    assert type(s) is str
    assert type(n) is int
    assert type(number) is float
    assert yes is True
    assert array.tolist() == [0.0, 0.0]
    assert a_set.remote_name == "set"
    assert huge.remote_name == "int"


def test_tensors_that_cannot_cross_are_handles(lab):
    """Sparse, quantized, and on other devices."""
    lab.run("def f(): return torch.eye(2).to_sparse()\ndef g(): return torch.ones(2, device='meta')")
    assert lab.student().f().remote_name == "Tensor"
    assert lab.student().g().remote_name == "Tensor"


def test_too_much_is_refused(lab):
    """A result over the limit is a named fault, and the grader's memory is not its price."""
    lab.run(
        "def big(): return torch.zeros(1 << 27)\ndef deep():\n    a = []\n    for _ in range(100): a = [a]\n    return a\ndef long(): return 'x' * (1 << 22)"
    )
    for name in ("big", "deep", "long"):
        with pytest.raises(TooMuch, match="too large, or nested too deep"):
            getattr(lab.student(), name)()


@pytest.mark.parametrize(
    "forged",
    [
        "b''", "b'\\xff' * 64", "struct.pack('<II', 1 << 31, 0)", "frame(['ok', 99, 1, []])", "frame(['ok', 1, ['s', 5], []])",
        "frame(['ok', 1, ['O', 0], []])", "frame(['ok', 1, ['g', 0, 0, ['x', 'int64', []]], []], bytes(8))",
        "frame(['ok', 1, None, [[1, ['x', 'float32', []], None, False, False]]], bytes(4))", "frame(['callback', 7, ['l', []], ['d', []], []])",
        "frame(['ok', 1, ['h', 0, 'x', ['k'], True], []])", "frame(['error', 1, 'raised', 5, []])", "frame(['ok', 1, ['n', ['x', 'bfloat16', [1]]], []], bytes(2))", "frame(['what', 1, None, []])", "frame(7)",
    ],
)  # fmt: skip
def test_forged_answers_are_named_faults(lab, forged):
    """Whatever the sandbox writes on the wire, the grader raises a StudentFault or a ProtocolError, and nothing else."""
    lab.run(
        "import os, struct, msgspec, socket\n"
        "def frame(tree, body=b''):\n    head = msgspec.msgpack.encode(tree)\n    return struct.pack('<II', len(head), len(body)) + head + body\n"
        f"def f():\n    for fd in range(3, 20):\n        try: os.write(fd, {forged})\n        except OSError: pass\n    __import__('posix')._exit(0)"
    )
    with pytest.raises((StudentError, ProtocolError, Crashed, TooSlow)):
        lab.student().f()


def test_generators_of_randomness_are_seeded(lab):
    """The same seed gives the same draws, another seed others, in random, numpy and torch."""
    lab.run("def draw(): return random.random(), float(np.random.rand()), torch.rand(2).tolist()")
    assert lab.student(3).draw() == lab.student(3).draw() != lab.student(4).draw()


def test_no_grad_of_the_grader_holds_there(lab):
    """The student's code sees whether gradients are being recorded."""
    lab.run("def f(x): return x * 2, torch.is_grad_enabled()")
    x = torch.ones(1, requires_grad=True)
    with torch.no_grad():
        y, recording = lab.student().f(x)
    assert not y.requires_grad
    assert recording is False
    y, recording = lab.student().f(x)
    assert y.requires_grad
    assert recording is True


@pytest.fixture
def forged():
    """A student behind whom somebody has written these answers, each a tree and its tensors' bytes."""
    opened = []

    def student(*frames):
        opened.extend(socket.socketpair())
        for tree, body in frames:
            head = msgspec.msgpack.encode(tree)
            opened[1].sendall(HEADER.pack(len(head), len(body)) + head + body)
        return Student(Session(Channel(opened[0], AT_THE_GRADER), 5, 5))

    yield student
    for end in opened:
        end.close()


GENERATOR = ["h", 1, "generator", [], False, True]
LAYER = ["h", 2, "Linear", [], True, False]
NUMBER = ["x", "float32", [1]]


def nested(times):
    tree = GENERATOR
    for _ in range(times):
        tree = ["i", GENERATOR, ["l", [tree]], False]
    return tree


@pytest.mark.parametrize(
    "tree",
    [
        nested(250),
        ["i", GENERATOR, ["l", [0] * 65], True],
        ["i", 3, ["l", []], True],
        ["i", GENERATOR, "text", True],
        ["p", 7, "conv", [["conv", LAYER, []]]],
        ["p", 7, "conv", [["conv", 3, []]]],
        ["p", 7, "conv", [["conv", LAYER, [["weight", 3]]]]],
        ["p", 7, "conv", [3]],
        ["p", 7, "conv", []],
    ],
)
def test_what_is_sent_ahead_is_checked(forged, tree):
    """Whatever does not fit is a failure of the student's with a name."""
    with pytest.raises(ProtocolError, match="can't be read"):
        forged((["ok", 1, tree, []], b"")).f()


@pytest.mark.parametrize("reached", [["l", [["x", "float32", [2]]]], ["l", [["g", 1, 0, NUMBER]]], "text", ["l", ["1"]]])
def test_what_an_output_is_said_to_depend_on_is_checked(forged, reached):
    """The answer to the question behind the answer is nothing but numbers."""
    first = ["ok", 1, ["g", 0, 0, NUMBER], []], bytes(4)
    student = forged(first, (["ok", 2, reached, []], bytes(8)), (["ok", 3, ["l", []], []], b""))
    with pytest.raises(ProtocolError):
        student.f(2 * torch.ones(2, requires_grad=True))


@pytest.mark.parametrize(
    "change",
    [
        "t.mul_(2)",
        "t.data = t.data * 2",
        "t.data = torch.zeros(5)",
        "t.data = t.data.double()",
        "t[:] = float('nan')",
        "t.resize_(100)",
        "t.set_(torch.zeros(2))",
        "t.numpy()[0] = 5",
    ],
)
def test_what_a_test_hands_over_stays_as_it_was(lab, change):
    """However it is changed: the call is lost with a sentence that names the argument, and the grader's tensor stays."""
    lab.may_change = False
    lab.run(f"def f(a, t, more=None):\n    if isinstance(t, list): t = t[0]\n    {change}\n    return 1")
    t, other = torch.tensor([1.0, 2.0]), torch.ones(1)
    for args, name in (((other, t), "its second argument"), ((other, [t]), "its second argument")):
        with pytest.raises(Changed, match=f"your code changed {name}: work on a copy"):
            lab.student().f(*args)
        assert t.tolist() == [1.0, 2.0]
    with pytest.raises(Changed, match="its argument t:"):
        lab.student().f(other, t=t)


def test_a_later_call_may_not_change_what_an_earlier_one_was_given(lab):
    """The student's code keeps a tensor and changes it when it is asked for something else, or calls back."""
    lab.may_change = False
    lab.run("kept = []\ndef f(t): kept.append(t)\ndef g(x): kept[0].zero_()\ndef h(call):\n    kept[0].zero_()\n    call(1)")
    for ask in (lambda student: student.g(1), lambda student: student.h(lambda x: x)):
        student, t = lab.student(), torch.ones(2)
        student.f(t)
        with pytest.raises(Changed, match="a tensor that this test had given it"):
            ask(student)
        assert t.tolist() == [1.0, 1.0]


def test_a_flag_stays_behind_where_nothing_may_change(lab):
    """It is not what the argument holds, and does not reach the grader's tensor."""
    lab.may_change = False
    lab.run("def f(t):\n    t.requires_grad_()\n    return t.sum()")
    t = torch.ones(2)
    assert float(lab.student().f(t).detach()) == 2.0
    assert not t.requires_grad


def test_a_gradient_that_is_left_is_a_change(lab):
    """Zeros in place of none are none."""
    lab.may_change = False
    lab.run("def f(t):\n    t.grad = torch.ones(2)\ndef g(t):\n    t.grad = torch.zeros(2)\n    return 1")
    for name, is_changed in (("f", True), ("g", False)):
        t = torch.ones(2, requires_grad=True)
        with pytest.raises(Changed) if is_changed else contextlib.nullcontext():
            getattr(lab.student(), name)(t)
        assert t.grad is None


@pytest.mark.parametrize("change", ["a.pop()", "a.append(1)", "a.clear()", "a[0] = 5", "b.pop('lr')", "b['x'] = 1", "a[1].append(2)"])
def test_lists_and_dicts_stay_as_they_were(lab, change):
    """Nothing is put in, taken out or replaced, however deep."""
    lab.run(f"def f(a, b):\n    {change}\n    return 1")
    with pytest.raises(Changed, match="a list or dict that it was given"):
        lab.student().f([1.0, [2.0], 3.0], {"lr": 0.1})
    lab.run("def g(a, b): return sum(a[:1]) + b['lr']")


def test_the_students_own_tensors_are_shared_all_the_same(lab):
    """A layer's parameters, which the grader reads and sets, and a call may change."""
    lab.may_change = False
    lab.run("net = nn.Linear(2, 1)\ndef make(): return net\ndef zero():\n    with torch.no_grad(): net.weight.zero_()")
    student = lab.student()
    weight = student.make().weight
    with torch.no_grad():
        weight.fill_(3.0)
    student.zero()
    assert weight.tolist() == [[0.0, 0.0]]


def test_a_test_takes_in_a_bounded_amount(lab):
    """Of tensors and of other values, however many answers they come in."""
    lab.run("big = torch.zeros(1 << 23)\nlong = ['x' * 1000] * 1000\ndef tensors(): return big\ndef values(): return long")
    for name, kept in (("tensors", "512 MB of tensors"), ("values", "8 MB of values")):
        student = lab.student()
        lab.sessions[-1].end += 300  # it is the amount that ends it, also where this machine is slow
        with pytest.raises(TooMuch, match=f"more than {kept} in one test"):
            for _ in range(20):
                getattr(student, name)()


def test_shared_tensors_have_a_bound_also_where_they_grow(lab, monkeypatch):
    """A layer's parameter that is replaced by a larger one at each call, and results of the grader's own callbacks."""
    monkeypatch.setattr(twins, "MAX_SHARED", 1 << 22)
    lab.run(
        "p = nn.Parameter(torch.zeros(1 << 17))\ndef get(): return p\n"
        "def grow(): p.data = torch.zeros(p.numel() * 2)\ndef ask(f):\n    for _ in range(100): f(big)\nbig = torch.zeros(1 << 17)"
    )
    student = lab.student()
    student.get()
    with pytest.raises(ProtocolError, match="MB of parameters and other shared tensors"):
        for _ in range(6):
            student.grow()
    with pytest.raises(ProtocolError, match="MB of parameters and other shared tensors"):
        lab.student().ask(lambda x: x + 1)


def test_a_sandbox_can_name_no_line_that_the_notebook_does_not_have(lab):
    """A number that it makes up is not told, nor a text."""
    lab.run(
        "import autograder.sandbox.notebook_process as n\n"
        "n.describe = lambda *_: n.Error('ValueError', '', 77, 4711)\n"
        "def f(): raise ValueError"
    )
    with pytest.raises(StudentError) as caught:
        lab.student().f()
    assert said(caught.value.message).in_hints() == "your code raised ValueError"
    assert "4711" not in str(caught.value)


@pytest.mark.parametrize(("status", "said"), [(7, "ended its process"), (200, "ended its process"), (0, "ended its process")])
def test_an_exit_status_is_not_told(lab, status, said):
    """It could be a number that the test has drawn."""
    lab.run(f"import posix\ndef leave(): posix._exit({status})")
    with pytest.raises(Crashed, match=said) as caught:
        lab.student().leave()
    assert str(status) not in str(caught.value)


@pytest.mark.parametrize(("number", "said"), [(11, "a segmentation fault"), (6, r"abort\(\)"), (40, "ended by a signal")])
def test_signals_are_names_from_a_list(lab, number, said):
    """Any other could be a code."""
    lab.run(f"import os, signal\ndef leave():\n    signal.signal({number}, signal.SIG_DFL)\n    os.kill(os.getpid(), {number})")
    with pytest.raises(Crashed, match=said):
        lab.student().leave()


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("Net", "class Net(nn.Module):", True),
        ("Net", "Net", True),
        ("Net", "xNet(", False),
        ("Net", "(Nets", False),
        ("Net", "_Net = 1", False),
        ("Net", "MyNet, Net", True),
        ("Net", "", False),
    ],
)
def test_a_name_stands_in_a_text_as_a_word(name, text, stands):
    """A part of a longer one could be a code."""
    assert stands_in(name, text) is stands


def test_a_new_gradient_is_sent(lab):
    """Also where it lies at the address of the one that was there before."""
    lab.run("def total(t): return float(t.grad.sum())")
    student, t = lab.student(), torch.zeros(2, requires_grad=True)
    for number in range(30):
        t.grad = None
        t.grad = torch.full((2,), float(number))
        assert student.total(t) == 2 * number


def test_a_backward_that_fails_leaves_gradients_as_they_were(lab):
    """And the student hears of the own error."""
    lab.may_change = False
    lab.run(
        "class F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x): return x * 2\n"
        "    @staticmethod\n    def backward(ctx, g): raise ValueError('mine')\ndef f(x): return F.apply(x)"
    )
    t = torch.ones(2, requires_grad=True)
    t.grad = torch.ones(2)
    y = lab.student().f(t)
    with pytest.raises(StudentError, match="ValueError: mine"):
        y.sum().backward()
    assert t.grad.tolist() == [1.0, 1.0]


def test_work_above_a_raise_that_was_left_in(lab):
    """Is no stub, whatever it is made of; and a stub is one with any arguments."""
    lab.run(
        "def f(X, w):\n    X = X @ w\n    raise NotImplementedError",
        "def g(X, *more, **named):\n    # Your code here\n    raise NotImplementedError('g is waiting')",
    )
    with pytest.raises(StudentError, match="raise NotImplementedError`: delete this line"):
        lab.student().f(torch.ones(1, 1), torch.ones(1, 1))
    with pytest.raises(NotAttempted):
        lab.student().g(1)
