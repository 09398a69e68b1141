"""Public checks of gd, made from the grader's. The notebook runs them: grader.check("gd")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, plotted, same
from otter.test_files import test_case

name = "gd"


@test_case(name='On x\xb2 from 10 with eta 0.2 the points are 10, 6, 3.6, \u2026 and the tenth after the start is 0.0605; with eta 1.1 it is 61.9.')
def test_gd_on_a_parabola(env):
    student = Defined(env)
    points = as_numbers(student.gd(lambda x: 2 * x, 0.2), "gd(...)")
    with plotted(points, [10 * 0.6**k for k in range(11)], on=lambda x: x * x):
        same(len(points), 11, "the number of points")
        same(torch.tensor(points[:3]), torch.tensor([10.0, 6.0, 3.6]), "the first three points")
        assert abs(points[-1] - 0.0605) < 0.0001, f"a last point of 0.0605 expected, yours is {points[-1]:.4f}"
    last = as_numbers(student.gd(lambda x: 2 * x, 1.1), "gd(...)")[-1]
    assert abs(last - 61.9) < 0.1, f"with eta 1.1: a last point of 61.9 expected, yours is {last:.1f}"
