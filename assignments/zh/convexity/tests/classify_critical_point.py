"""Public checks of classify_critical_point, made from the grader's. The notebook runs them: grader.check("classify_critical_point")"""

OK_FORMAT = False

import torch
from compare import Defined, message, same, told
from otter.test_files import test_case

name = "classify_critical_point"


@test_case(name='x\xb2 + y\xb2 \u6709\u6700\u5c0f\u503c\uff0cx\xb2 \u2212 y\xb2 \u6709\u978d\u70b9\uff0cx\xb2 + 3xy + y\xb2 \u4e5f\u6709\u978d\u70b9\uff1b\u2212x\xb2 \u2212 y\xb2 \u6709\u6700\u5927\u503c\uff1b\u5355\u72ec\u7684 x\xb2 \u6ca1\u6709\u8bf4\u660e y \u65b9\u5411\u7684\u60c5\u51b5\u3002')
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


@test_case(name='\u6709\u4e09\u4e2a\u7279\u5f81\u503c\u65f6\uff0c\u884c\u5217\u5f0f\u548c\u8ff9\u90fd\u4e0d\u80fd\u5224\u65ad\u978d\u70b9\uff1a(2, \u22122, \u22122) \u548c (5, 5, \u22121) \u90fd\u662f\u978d\u70b9\u3002')
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


@test_case(name='1e-8 \u7684\u7279\u5f81\u503c\u89c6\u4e3a\u96f6\uff0c1e-4 \u7684\u4e0d\u89c6\u4e3a\u96f6\u3002')
def test_classify_by_the_tolerance(env):
    student = Defined(env)
    for small, kind in ((1e-8, "degenerate"), (1e-4, "minimum"), (-1e-4, "saddle")):
        hessian = torch.diag(torch.tensor([1.0, small], dtype=torch.float64))
        same(student.classify_critical_point(hessian), kind, message(
            "the kind for eigenvalues 1 and {small}", small=told(small)
        ))
