# score: 0 of 1
def lambda_sweep(lambdas, train, evaluate):
    return [evaluate(train(lambd)) for lambd in sorted(lambdas)]
