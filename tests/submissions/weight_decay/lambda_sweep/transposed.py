# score: 0 of 1
# returns one list of train losses and one of test losses, not the pairs
def lambda_sweep(lambdas, train, evaluate):
    pairs = [evaluate(train(lambd)) for lambd in lambdas]
    return [[p[0] for p in pairs], [p[1] for p in pairs]]
