"""Public checks of gd, made from the grader's. The notebook runs them: grader.check("gd")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, message, plotted, same, told
from otter.test_files import test_case

name = "gd"


@test_case(name='On x\xb2 from 10 with eta 0.2 the points are 10, 6, 3.6, \u2026 and the tenth after the start is 0.0605; with eta 1.1 it is 61.9.')
def test_gd_on_a_parabola(env):
    student = Defined(env)
    points = as_numbers(student.gd(lambda x: 2 * x, 0.2), "gd(...)")
    with plotted(points, [10 * 0.6**k for k in range(11)], on=lambda x: x * x):
        same(len(points), 11, "the number of points")
        same(torch.tensor(points[:3]), torch.tensor([10.0, 6.0, 3.6]), "the first three points")
        assert abs(points[-1] - 0.0605) < 0.0001, message(
            "the last point: expected 0.0605, got {point}", point=points[-1]
        )
    last = as_numbers(student.gd(lambda x: 2 * x, 1.1), "gd(...)")[-1]
    assert abs(last - 61.9) < 0.1, message("the last point with eta 1.1: expected 61.9, got {point}", point=last)


@test_case(name='On x\xb2 from 3 with eta 0.1, two steps lead to 2.4 and 1.92, and a second call gives the same again.')
def test_gd_uses_its_arguments(env):
    student = Defined(env)
    for call in ("the points", "the points of a second call"):
        points = as_numbers(student.gd(lambda x: 2 * x, 0.1, 3.0, 2), "gd(...)")
        assert points[:1] == [3.0], message(
            "{call}: the first point should be x0, which is 3, got {got}",
            call=told(call),
            got=points[:1],
        )
        assert len(points) == 3, message(
            "{call}: expected num_steps + 1 points, which is 3, got {count}",
            call=told(call),
            count=len(points),
        )
        same(torch.tensor(points), torch.tensor([3.0, 2.4, 1.92]), call)


@test_case(name='On x\xb2 from 1 with eta 1.5, each step multiplies by \u22122: nothing stops it before 4096.')
def test_gd_lets_it_diverge(env):
    student = Defined(env)
    points = as_numbers(student.gd(lambda x: 2 * x, 1.5, 1.0, 12), "gd(...)")
    assert len(points) == 13, message(
        "expected all 13 points, however large they become, got {count}", count=len(points)
    )
    same(points[-1], 4096.0, "the last point")
