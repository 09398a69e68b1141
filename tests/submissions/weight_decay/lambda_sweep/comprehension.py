# score: 1 of 1
# one line
def lambda_sweep(lambdas, train, evaluate):
    return [evaluate(train(lambd)) for lambd in lambdas]
