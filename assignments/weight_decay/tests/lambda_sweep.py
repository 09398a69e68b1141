"""Public checks of lambda_sweep, made from the grader's. The notebook runs them: grader.check("lambda_sweep")"""

OK_FORMAT = False

from compare import Defined, same
from otter.test_files import test_case

name = "lambda_sweep"


@test_case(name='There is one pair (train loss, test loss) for each \u03bb, in order.')
def test_lambda_sweep_keeps_the_order(env):
    student = Defined(env)
    pairs = student.lambda_sweep([3.0, 1.0], lambda wd: wd, lambda net: (net + 1, net * 10))
    same([tuple(pair) for pair in pairs], [(4.0, 30.0), (2.0, 10.0)], "lambda_sweep([3, 1], \u2026)")
