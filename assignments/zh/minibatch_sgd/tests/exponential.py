"""Public checks of exponential, made from the grader's. The notebook runs them: grader.check("exponential")"""

OK_FORMAT = False

import math
from compare import Defined, as_numbers, same
from otter.test_files import test_case

name = "exponential"


@test_case(name='t = 0 \u65f6\u4e3a 1\uff0ct = 10 \u65f6\u4e3a 1/e\uff0c\u7ea6 0.3679\u3002')
def test_exponential_at_0_and_10(env):
    student = Defined(env)
    same(
        as_numbers([student.exponential(0), student.exponential(10)], "exponential(t)"),
        [1.0, math.exp(-1)],
        "exponential(0) and (10)",
    )


@test_case(name='t = 5 \u65f6\u4e3a 0.6065\uff0ct = 60 \u65f6\u4e3a 0.002479\uff1a\u6bcf\u4e00\u6b65\u90fd\u4e0b\u964d\uff0c\u6ca1\u6709\u6700\u4f4e\u503c\u3002')
def test_exponential_at_5_and_60(env):
    student = Defined(env)
    factors = as_numbers([student.exponential(5), student.exponential(60)], "exponential(t)")
    same(factors, [math.exp(-0.5), math.exp(-6)], "exponential(5) and (60)", scale=0.0)
