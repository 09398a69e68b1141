# score: 0 of 1
def lambda_sweep(lambdas, train, evaluate):
    net = train(lambdas[0])
    return [evaluate(net) for _ in lambdas]
