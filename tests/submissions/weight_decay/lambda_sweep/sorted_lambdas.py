# score: 0 of 1
# sorts the λ; the results must be in the order of `lambdas`
def lambda_sweep(lambdas, train, evaluate):
    return [evaluate(train(lambd)) for lambd in sorted(lambdas)]
