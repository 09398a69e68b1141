# score: 0 of 1
# returns a generator, not a list
def lambda_sweep(lambdas, train, evaluate):
    return (evaluate(train(lambd)) for lambd in lambdas)
