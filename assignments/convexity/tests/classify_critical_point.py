"""Public checks of classify_critical_point, made from the grader's. The notebook runs them: grader.check("classify_critical_point")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "classify_critical_point"


@test_case(name='x\xb2 + y\xb2 has a minimum, x\xb2 \u2212 y\xb2 a saddle, and so has x\xb2 + 3xy + y\xb2; \u2212x\xb2 \u2212 y\xb2 has a maximum; x\xb2 alone tells nothing about y.')
def test_classify_two_by_two(env):
    student = Defined(env)
    for rows, kind in (
        ([[2.0, 0.0], [0.0, 2.0]], "minimum"),
        ([[2.0, 0.0], [0.0, -2.0]], "saddle"),
        ([[2.0, 3.0], [3.0, 2.0]], "saddle"),
        ([[-2.0, 0.0], [0.0, -2.0]], "maximum"),
        ([[2.0, 0.0], [0.0, 0.0]], "degenerate"),
    ):
        same(student.classify_critical_point(torch.tensor(rows)), kind, f"the kind for {rows}")
