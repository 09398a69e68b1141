"""Public checks of gd, made from the grader's. The notebook runs them: grader.check("gd")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, message, plotted, same, told
from otter.test_files import test_case

name = "gd"


@test_case(name='\u5728 x\xb2 \u4e0a\u4ece 10 \u51fa\u53d1\u3001eta \u4e3a 0.2 \u65f6\uff0c\u5404\u70b9\u4e3a 10\u30016\u30013.6\u3001\u2026\uff0c\u8d77\u70b9\u4e4b\u540e\u7684\u7b2c\u5341\u4e2a\u70b9\u4e3a 0.0605\uff1beta \u4e3a 1.1 \u65f6\u4e3a 61.9\u3002')
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


@test_case(name='\u5728 x\xb2 \u4e0a\u4ece 3 \u51fa\u53d1\u3001eta \u4e3a 0.1 \u65f6\uff0c\u8d70\u4e24\u6b65\u5230\u8fbe 2.4 \u548c 1.92\uff0c\u7b2c\u4e8c\u6b21\u8c03\u7528\u5f97\u5230\u540c\u6837\u7684\u7ed3\u679c\u3002')
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


@test_case(name='\u5728 x\xb2 \u4e0a\u4ece 1 \u51fa\u53d1\u3001eta \u4e3a 1.5 \u65f6\uff0c\u6bcf\u4e00\u6b65\u4e58\u4ee5 \u22122\uff1a\u5230 4096 \u4e4b\u524d\u4e0d\u4f1a\u505c\u6b62\u3002')
def test_gd_lets_it_diverge(env):
    student = Defined(env)
    points = as_numbers(student.gd(lambda x: 2 * x, 1.5, 1.0, 12), "gd(...)")
    assert len(points) == 13, message(
        "expected all 13 points, however large they become, got {count}", count=len(points)
    )
    same(points[-1], 4096.0, "the last point")
