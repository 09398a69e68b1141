# score: 1 of 1
def lambda_sweep(lambdas, train, evaluate):
    pairs = []
    for lambd in lambdas:
        net = train(lambd)
        pairs.append(evaluate(net))
    return pairs
