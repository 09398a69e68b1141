"""Public checks of jensen_gap, made from the grader's. The notebook runs them: grader.check("jensen_gap")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, message, same, show
from otter.test_files import test_case

name = "jensen_gap"


@test_case(name='For x\xb2 at 0 and 2 with equal weights it is (0 + 4)/2 \u2212 1\xb2 = 1, and for \u2212x\xb2 it is \u22121.')
def test_jensen_gap_of_a_square(env):
    student = Defined(env)
    xs, alphas = torch.tensor([0.0, 2.0]), torch.tensor([0.5, 0.5])
    same(student.jensen_gap(lambda x: x**2, xs, alphas), 1.0, "the gap of x\xb2")
    same(student.jensen_gap(lambda x: -(x**2), xs, alphas), -1.0, "the gap of \u2212x\xb2")


@test_case(name='For x\xb2 at 0, 1 and 3 with weights \xbd, \xbc and \xbc it is 2.5 \u2212 1\xb2 = 1.5; f takes one number at a time.')
def test_jensen_gap_of_three_points(env):
    student = Defined(env)
    def square(x):
        assert isinstance(x, torch.Tensor), message("call f with one number, a tensor of shape (), not with {got}", got=show(x))
        assert tuple(x.shape) == (), message(
            "call f with one number, a tensor of shape (), not with a tensor of shape {shape}", shape=tuple(x.shape)
        )
        return float(x) ** 2

    gap = student.jensen_gap(square, torch.tensor([0.0, 1.0, 3.0]), torch.tensor([0.5, 0.25, 0.25]))
    mistakes = {"equal weights instead of alphas": [10 / 3 - 16 / 9], "the first two points alone": [0.25]}
    same(as_numbers([gap], "jensen_gap(...)"), [1.5], "the gap", looks_like=lambda: mistakes)


@test_case(name='For x1\xb2 + x2\xb2 at (0, 0), (2, 0) and (0, 2) with weights \xbd, \xbc and \xbc it is 2 \u2212 \xbd = 1.5; f takes one point at a time.')
def test_jensen_gap_of_points_in_the_plane(env):
    student = Defined(env)
    def squares(x):
        assert isinstance(x, torch.Tensor), message("call f with one point, a tensor of shape (2,), not with {got}", got=show(x))
        assert tuple(x.shape) == (2,), message(
            "call f with one point, a tensor of shape (2,), not with a tensor of shape {shape}", shape=tuple(x.shape)
        )
        return float(x[0]) ** 2 + float(x[1]) ** 2

    points, alphas = torch.tensor([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]]), torch.tensor([0.5, 0.25, 0.25])
    gap = student.jensen_gap(squares, points, alphas)
    same(as_numbers([gap], "jensen_gap(...)"), [1.5], "the gap")
