"""Public checks of polynomial, made from the grader's. The notebook runs them: grader.check("polynomial")"""

OK_FORMAT = False

from compare import Defined, as_numbers, same
from otter.test_files import test_case

name = "polynomial"


@test_case(name='t = 0 \u65f6\u4e3a 1\uff0ct = 30 \u65f6\u4e3a 1/\u221a4\u3002')
def test_polynomial_at_0_and_30(env):
    student = Defined(env)
    same(
        as_numbers([student.polynomial(0), student.polynomial(30)], "polynomial(t)"),
        [1.0, 0.5],
        "polynomial(0) and (30)",
    )
