"""On another device than the CPU; `meta`, which every machine has, shows where tensors arrive and are made."""

import json

import pytest
import torch
from parts import Lab, notebook, right, scores

from autograder.grading.compare import TOLERANCE, difference
from autograder.limits import Limits
from autograder.remote.control import SandboxFault
from autograder.remote.faults import Crashed, DeviceFault, StudentError
from autograder.sandbox import device
from autograder.wire.frames import ProtocolError
from autograder.words.said import said
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

USED = "torch.cuda.is_initialized = lambda: True"  # what a notebook that has used a GPU says
needs_card = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU, and torch with CUDA")


@pytest.fixture
def elsewhere(parent):
    made = Lab(parent, Limits())
    made.sandbox.device = "meta"
    yield made
    made.close()


def test_what_is_handed_over_arrives_there(elsewhere):
    """Tensors by value, parameters and their gradients, and those inside a module of the grader's."""
    elsewhere.run(
        "def where(*tensors): return [str(t.device) for t in tensors]",
        "def gradient(w): return str(w.grad.device)",
        "def module(net): return [str(p.device) for p in net.parameters()]",
    )
    student = elsewhere.student()
    w = torch.ones(2, requires_grad=True)
    w.sum().backward()
    assert student.where(torch.ones(3), torch.empty(0), w) == ["meta"] * 3
    assert student.gradient(w) == "meta"
    assert student.module(torch.nn.Linear(2, 1)) == ["meta"] * 2


def test_what_is_made_without_naming_a_device_is_made_there(elsewhere):
    """As a book writes it, also a layer's parameters; what names a device, or draws from a generator, is not moved."""
    elsewhere.run(
        "def made(): return [str(t.device) for t in (torch.zeros(2), torch.normal(0, 1, (2, 1)), nn.Linear(2, 1).weight)]",
        "def named(): return [str(torch.zeros(2, device='cpu').device), str(torch.randperm(3, generator=torch.Generator()).device)]",
    )
    student = elsewhere.student()
    assert student.made() == ["meta"] * 3
    assert student.named() == ["cpu"] * 2


def test_what_stays_on_the_cpu_meets_what_does_not(elsewhere):
    """And the message says so, also where nothing else of a hidden test may be told."""
    elsewhere.run("shift = torch.ones(3)", "def moved(X): return X + shift")
    with pytest.raises(StudentError, match=r"not on the expected device.*device=X\.device") as raised:
        elsewhere.student().moved(torch.ones(3))
    assert said(raised.value.message).in_hints() == "your code raised RuntimeError, in cell 3, line 1: `def moved(X): return X + shift`: one of your tensors is on the CPU: create it with device=X.device, or register it as a buffer"  # fmt: skip


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here, which takes what it is given")
def test_a_card_that_fails_is_no_fault_of_the_students(lab):
    """It is found before anything is graded; or, later, it ends in a fault of ours, and no zero."""
    lab.sandbox.device = "cuda"
    lab.run("def f(X): return X")
    with pytest.raises(SandboxFault, match="cuda is there, but can't be used"):
        lab.sandbox.probe()
    with pytest.raises(DeviceFault, match="CUDA|NVIDIA"):  # without CUDA in torch, or without a driver
        lab.student().f(torch.ones(2))


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here, which takes what it is given")
def test_a_card_that_a_notebook_has_broken_is_its_own_fault(lab):
    """Also where the grader's tensors are what can't go there any more."""
    lab.sandbox.device = "cuda"
    lab.run(USED, "def f(X): return X")
    with pytest.raises(StudentError, match="(?i)cuda"):
        lab.student().f(torch.ones(2))


def test_only_a_card_can_fail(lab):
    """A student's code that says so, where there is none, has given no answer."""
    lab.run(
        "import gc, os\nfrom autograder.wire.frames import Channel\nfrom autograder.wire.messages import DeviceLost",
        "def f():\n    channel = next(o for o in gc.get_objects() if isinstance(o, Channel) and o.sock.fileno() >= 0)\n"
        "    channel.send(DeviceLost('not me'), [])\n    os._exit(0)",
    )
    with pytest.raises(ProtocolError):
        lab.student().f()


def test_a_process_that_used_a_gpu_is_not_copied(lab):
    """Its notebook is run again for each copy, so that tests still find what the cells left."""
    lab.run(USED, "counted = []", "def count():\n    counted.append(1)\n    return len(counted)")
    assert not lab.sandbox.can_fork
    first = lab.student()
    assert first.count() == 1
    assert first.count() == 2
    assert lab.student().count() == 1


@pytest.mark.parametrize(("in_sight", "threads", "possible"), [(True, 1, True), (True, 2, False), (False, 2, True)])
def test_a_process_with_other_threads_is_not_copied(monkeypatch, tmp_path, in_sight, threads, possible):
    """Where a card is in sight they may be CUDA's or torch's, which are in no copy: neither works there then."""
    for number in range(threads):
        (tmp_path / str(number)).mkdir()
    monkeypatch.setattr(device, "_TASKS", tmp_path)
    monkeypatch.setattr(device, "card_in_sight", lambda: in_sight)
    assert device.can_fork() == possible


@pytest.mark.parametrize(
    ("cuda", "count", "driver", "in_sight"),
    [(None, 1, True, False), ("13.0", 0, True, False), ("13.0", 2, True, True), ("13.0", -1, True, True), ("13.0", -1, False, False)],
)
def test_whether_a_card_is_in_sight(monkeypatch, tmp_path, cuda, count, driver, in_sight):
    """Where NVML can't tell, as of a part of a card, it may be; but not where there is no driver."""
    path = tmp_path / "nvidiactl"
    if driver:
        path.touch()
    monkeypatch.setattr(device, "_DRIVER", path)
    monkeypatch.setattr(torch.version, "cuda", cuda)
    monkeypatch.setattr(torch.cuda, "_device_count_nvml", lambda: count)
    assert device.card_in_sight.__wrapped__() == in_sight


def test_such_a_process_that_ends_costs_its_own_test(lab):
    """Whether it ends itself, is stopped for its memory, or never answers."""
    lab.run(USED, "import os", "def leave(): __import__('posix')._exit(0)", "def f(): return 7")
    with pytest.raises(Crashed, match="ended"):
        lab.student().leave()
    assert lab.student().f() == 7
    assert not lab.sandbox.killed


def test_the_same_score_without_copies(grade, course):
    """Right answers and a wrong one."""
    cells = right(course, "kinds", column="def column(y_hat, y): return y_hat - y")
    usual, without = grade(cells), grade([*cells, USED])
    assert scores(usual) == scores(without)
    assert usual.score < usual.max_score


def test_each_device_has_a_tolerance():
    """In one table: what a GPU may differ by is more than what the CPU may, and less than what a mistake makes."""
    for (kind, dtype), (relative, _) in TOLERANCE.items():
        assert relative >= TOLERANCE["cpu", dtype][0] or kind == "cpu"
        assert difference(torch.ones(3, dtype=dtype) * 1.01, torch.ones(3, dtype=dtype)) is not None


@needs_card
@pytest.mark.gpu
def test_on_a_card(course, tmp_path):
    """A right answer has all its points there; one that breaks the card's context, or fills it, costs only itself."""
    assert_ = "X = torch.zeros(2, device='cuda'); X[torch.tensor([9], device='cuda')]; torch.cuda.synchronize()"
    fill = "kept = [torch.empty(1 << 30, device='cuda') for _ in range(1000)]"
    handed_in = {
        "right": [],
        "broken": [assert_],
        "full": [fill],
        "used": ["torch.ones(2, device='cuda')"],
        "asked": ["assert torch.cuda.is_available()"],
        "trained": ["w = torch.ones(2, requires_grad=True)", "(w * w).sum().backward()"],
    }
    orders = []
    for name, more in handed_in.items():
        path = tmp_path / f"{name}.ipynb"
        path.write_text(json.dumps(notebook([*right(course, "kinds"), *more])))
        orders.append(Order("kinds", str(path), name, 1))
    with Pool(Terms(course=str(course.root), device="cuda"), 2) as pool:
        reports = {order.student: report for order, report in pool.grade(orders)}
    assert {name: report.status for name, report in reports.items()} == dict.fromkeys(handed_in, "graded")
    for name in ("right", "used", "full", "asked", "trained"):
        assert reports[name].score == reports[name].max_score
        assert reports[name].device == "cuda:0"


def test_a_device_that_is_not_here(course):
    """Refused with the reason; `auto` takes what there is."""
    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    from autograder.workers import devices

    assert devices.found("auto") == ("cpu", "")
    assert "without CUDA" in devices.found("cuda")[1] or "no such card" in devices.found("cuda")[1]
    assert [devices.is_one(name) for name in ("auto", "cuda:1", "cuda:", "gpu")] == [True, True, False, False]


def test_a_card_is_chosen_by_its_number(monkeypatch):
    """Among those that are visible, as torch counts them; each worker has its share of the memory."""
    from autograder.workers import devices

    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "4,7")
    assert devices.environment("cuda:1", 0.5)["CUDA_VISIBLE_DEVICES"] == "7"
    assert devices.environment("cuda", 0.5)["PYTORCH_ALLOC_CONF"] == "per_process_memory_fraction:0.450"
    assert devices.environment("cuda:2", 0.5)["CUDA_VISIBLE_DEVICES"] == "-1", "never somebody else's"
    assert devices.environment("cpu", 1.0)["CUDA_VISIBLE_DEVICES"] == ""
