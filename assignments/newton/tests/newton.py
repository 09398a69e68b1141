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
