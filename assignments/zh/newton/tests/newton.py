"""Public checks of newton, made from the grader's. The notebook runs them: grader.check("newton")"""

OK_FORMAT = False

from compare import Defined, as_numbers, plotted, same
from otter.test_files import test_case

name = "newton"


@test_case(name='\u5728 (x \u2212 3)\xb2 \u4e0a\u4ece 10 \u51fa\u53d1\uff0c\u4e00\u6b65\u5230\u8fbe 3\uff0c\u5e76\u505c\u5728\u90a3\u91cc\u3002')
def test_newton_solves_a_parabola_in_one_step(env):
    student = Defined(env)
    points = as_numbers(student.newton(lambda x: 2 * (x - 3), lambda x: 2.0, 10.0, num_steps=3), "newton(...)")
    with plotted(points, [10.0, 3.0, 3.0, 3.0], on=lambda x: (x - 3) ** 2):
        same(points, [10.0, 3.0, 3.0, 3.0], "the 3 + 1 points")


@test_case(name='f\u2032 = x\xb3\u3001f\u2033 = 3x\xb2 \u65f6\uff0c\u6bcf\u4e00\u6b65\u53bb\u6389\u4e09\u5206\u4e4b\u4e00\uff1a9\u30016\u30014\uff1beta \u4e3a 0.5 \u65f6\u53bb\u6389\u516d\u5206\u4e4b\u4e00\uff1a9\u30017.5\u30016.25\u3002')
def test_newton_follows_the_curvature(env):
    student = Defined(env)
    slope, curvature = lambda x: x**3, lambda x: 3 * x**2
    points = as_numbers(student.newton(slope, curvature, 9.0, num_steps=2), "newton(...)")
    mistakes = {
        "the curvature at the start, kept for all steps": [9.0, 6.0, 6 - 216 / 243],
        "an eta that shrinks to 0.9 after a step": [9.0, 6.0, 4.2],
    }
    same(points, [9.0, 6.0, 4.0], "the points for eta 1", looks_like=lambda: mistakes)
    points = as_numbers(student.newton(slope, curvature, 9.0, 0.5, 2), "newton(...)")
    mistakes = {"eta not used": [9.0, 6.0, 4.0]}
    same(points, [9.0, 7.5, 6.25], "the points for eta 0.5", looks_like=lambda: mistakes)


@test_case(name='f\u2032 = 60 \u2212 2x\u3001f\u2033 = \u22122 \u65f6\uff0c\u4e00\u6b65\u4ece 10 \u5230\u8fbe 30 \u5904\u7684\u6700\u5927\u503c\uff1bf\u2033 = 4 \u65f6\uff0c\u4ece 10 \u5230\u8fbe 0\u3002')
def test_newton_takes_the_curvature_as_it_is(env):
    student = Defined(env)
    slope = lambda x: -2 * (x - 30)
    point = as_numbers(student.newton(slope, lambda x: -2.0, 10.0, num_steps=1), "newton(...)")[-1]
    mistakes = {"the absolute value of the curvature": -10.0, "a step that is cut off at 10": 20.0}
    same(point, 30.0, "the point after a step with a negative curvature", looks_like=lambda: mistakes)
    point = as_numbers(student.newton(slope, lambda x: 4.0, 10.0, num_steps=1), "newton(...)")[-1]
    mistakes = {"a numerical derivative in place of hessf": 30.0}
    same(point, 0.0, "the point after a step with hessf = 4", looks_like=lambda: mistakes)
