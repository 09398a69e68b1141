"""Public checks of lambda_sweep, made from the grader's. The notebook runs them: grader.check("lambda_sweep")"""

OK_FORMAT = False

from compare import Defined, message, same, show, told
from otter.test_files import test_case

name = "lambda_sweep"


@test_case(name='There is one pair (train loss, test loss) for each \u03bb, in order, also for \u03bb = 0 and for a \u03bb that comes twice.')
def test_lambda_sweep_keeps_the_order(env):
    student = Defined(env)
    for lambdas in ([3.0, 1.0], [3.0, 0.0, 3.0]):
        trained = []

        def train(wd, trained=trained):
            trained.append(wd)
            return wd

        pairs = student.lambda_sweep(list(lambdas), train, lambda net: (net + 1, net * 10))
        assert isinstance(pairs, list), message("expected a list of pairs, got {got}", got=show(pairs))
        expected = [(wd + 1, wd * 10) for wd in lambdas]
        same([tuple(pair) for pair in pairs], expected, message("lambda_sweep({lambdas}, \u2026)", lambdas=told(lambdas)))
        assert trained == lambdas, message("expected one training for each \u03bb, got {trained}", trained=trained)
