"""Public checks of newton, made from the grader's. The notebook runs them: grader.check("newton")"""

OK_FORMAT = False

from compare import Defined, as_numbers, plotted, same
from otter.test_files import test_case

name = "newton"


@test_case(name='On (x \u2212 3)\xb2 from 10, one step leads to 3, and there it stays.')
def test_newton_solves_a_parabola_in_one_step(env):
    student = Defined(env)
    points = as_numbers(student.newton(lambda x: 2 * (x - 3), lambda x: 2.0, 10.0, num_steps=3), "newton(...)")
    with plotted(points, [10.0, 3.0, 3.0, 3.0], on=lambda x: (x - 3) ** 2):
        same(points, [10.0, 3.0, 3.0, 3.0], "the 3 + 1 points")


@test_case(name='With f\u2032 = x\xb3 and f\u2033 = 3x\xb2 each step takes a third off: 9, 6, 4; with eta 0.5 a sixth: 9, 7.5, 6.25.')
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


@test_case(name='With f\u2032 = 60 \u2212 2x and f\u2033 = \u22122, one step leads from 10 to the maximum at 30; with f\u2033 = 4 it leads from 10 to 0.')
def test_newton_takes_the_curvature_as_it_is(env):
    student = Defined(env)
    slope = lambda x: -2 * (x - 30)
    point = as_numbers(student.newton(slope, lambda x: -2.0, 10.0, num_steps=1), "newton(...)")[-1]
    mistakes = {"the absolute value of the curvature": -10.0, "a step that is cut off at 10": 20.0}
    same(point, 30.0, "the point after a step with a negative curvature", looks_like=lambda: mistakes)
    point = as_numbers(student.newton(slope, lambda x: 4.0, 10.0, num_steps=1), "newton(...)")[-1]
    mistakes = {"a numerical derivative instead of hessf": 30.0}
    same(point, 0.0, "the point after a step with hessf = 4", looks_like=lambda: mistakes)
