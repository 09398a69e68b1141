"""Public checks of jensen_gap, made from the grader's. The notebook runs them: grader.check("jensen_gap")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, message, same
from otter.test_files import test_case

name = "jensen_gap"


@test_case(name='\u5bf9 x\xb2\uff0c\u5728 0 \u548c 2 \u5904\u6743\u91cd\u76f8\u7b49\u65f6\u4e3a (0 + 4)/2 \u2212 1\xb2 = 1\uff1b\u5bf9 \u2212x\xb2 \u4e3a \u22121\u3002')
def test_jensen_gap_of_a_square(env):
    student = Defined(env)
    xs, alphas = torch.tensor([0.0, 2.0]), torch.tensor([0.5, 0.5])
    same(student.jensen_gap(lambda x: x**2, xs, alphas), 1.0, "the gap of x\xb2")
    same(student.jensen_gap(lambda x: -(x**2), xs, alphas), -1.0, "the gap of \u2212x\xb2")


@test_case(name='\u5bf9 x\xb2\uff0c\u5728 0\u30011 \u548c 3 \u5904\u6743\u91cd\u4e3a \xbd\u3001\xbc \u548c \xbc \u65f6\u4e3a 2.5 \u2212 1\xb2 = 1.5\uff1bf \u4e00\u6b21\u63a5\u53d7\u4e00\u4e2a\u6570\u3002')
def test_jensen_gap_of_three_points(env):
    student = Defined(env)
    def square(x):
        shape = tuple(x.shape) if isinstance(x, torch.Tensor) else "of no tensor"
        assert shape == (), message(
            "call f with one number, a tensor of shape (), not with a tensor of shape {shape}", shape=shape
        )
        return float(x) ** 2

    gap = student.jensen_gap(square, torch.tensor([0.0, 1.0, 3.0]), torch.tensor([0.5, 0.25, 0.25]))
    mistakes = {"equal weights in place of alphas": [10 / 3 - 16 / 9], "the first two points alone": [0.25]}
    same(as_numbers([gap], "jensen_gap(...)"), [1.5], "the gap", looks_like=lambda: mistakes)


@test_case(name='\u5bf9 x1\xb2 + x2\xb2\uff0c\u5728 (0, 0)\u3001(2, 0) \u548c (0, 2) \u5904\u6743\u91cd\u4e3a \xbd\u3001\xbc \u548c \xbc \u65f6\u4e3a 2 \u2212 \xbd = 1.5\uff1bf \u4e00\u6b21\u63a5\u53d7\u4e00\u4e2a\u70b9\u3002')
def test_jensen_gap_of_points_in_the_plane(env):
    student = Defined(env)
    def squares(x):
        shape = tuple(x.shape) if isinstance(x, torch.Tensor) else "of no tensor"
        assert shape == (2,), message(
            "call f with one point, a tensor of shape (2,), not with a tensor of shape {shape}", shape=shape
        )
        return float(x[0]) ** 2 + float(x[1]) ** 2

    points, alphas = torch.tensor([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]]), torch.tensor([0.5, 0.25, 0.25])
    gap = student.jensen_gap(squares, points, alphas)
    same(as_numbers([gap], "jensen_gap(...)"), [1.5], "the gap")
