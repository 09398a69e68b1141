"""Public checks of classify_critical_point, made from the grader's. The notebook runs them: grader.check("classify_critical_point")"""

OK_FORMAT = False

import torch
from compare import Defined, message, same, told
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
        same(student.classify_critical_point(torch.tensor(rows)), kind, message("the kind for {rows}", rows=told(rows)))


@test_case(name='With three eigenvalues, neither the determinant nor the trace tells a saddle: (2, \u22122, \u22122) and (5, 5, \u22121) are saddles.')
def test_classify_three_by_three(env):
    student = Defined(env)
    for diagonal in ([2.0, -2.0, -2.0], [5.0, 5.0, -1.0]):
        hessian = torch.diag(torch.tensor(diagonal))
        kind = student.classify_critical_point(hessian)
        same(kind, "saddle", message(
            "the kind for eigenvalues {eigenvalues} (their signs differ, whatever their product or sum)",
            eigenvalues=told(diagonal),
        ))
        same(hessian, torch.diag(torch.tensor(diagonal)), "the hessian after the call (it should not be changed)")
    hessian = torch.tensor([[1.0, 2.0], [2.0, 1.0]])
    student.classify_critical_point(hessian)
    same(hessian, torch.tensor([[1.0, 2.0], [2.0, 1.0]]), "the hessian after the call (it should not be changed)")


@test_case(name='An eigenvalue of 1e-8 counts as zero, one of 1e-4 does not.')
def test_classify_by_the_tolerance(env):
    student = Defined(env)
    for small, kind in ((1e-8, "degenerate"), (1e-4, "minimum"), (-1e-4, "saddle")):
        hessian = torch.diag(torch.tensor([1.0, small], dtype=torch.float64))
        same(student.classify_critical_point(hessian), kind, message(
            "the kind for eigenvalues 1 and {small}", small=told(small)
        ))
