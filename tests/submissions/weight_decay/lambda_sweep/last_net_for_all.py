# score: 0 of 1
# evaluates after the loop, always the last net
def lambda_sweep(lambdas, train, evaluate):
    for lambd in lambdas:
        net = train(lambd)
    return [evaluate(net) for lambd in lambdas]
