"""Public checks of exponential, made from the grader's. The notebook runs them: grader.check("exponential")"""

OK_FORMAT = False

import math
from compare import Defined, as_numbers, same
from otter.test_files import test_case

name = "exponential"


@test_case(name='It is 1 for t = 0, and 1/e, about 0.3679, for t = 10.')
def test_exponential_at_0_and_10(env):
    student = Defined(env)
    same(
        as_numbers([student.exponential(0), student.exponential(10)], "exponential(t)"),
        [1.0, math.exp(-1)],
        "exponential(0) and (10)",
    )


@test_case(name='It is 0.6065 for t = 5, and 0.002479 for t = 60: it falls at every step, and without a lowest value.')
def test_exponential_at_5_and_60(env):
    student = Defined(env)
    factors = as_numbers([student.exponential(5), student.exponential(60)], "exponential(t)")
    same(factors, [math.exp(-0.5), math.exp(-6)], "exponential(5) and (60)", scale=0.0)
