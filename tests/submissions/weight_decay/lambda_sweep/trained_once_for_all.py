# score: 0 of 1
# trains once, before the loop, and evaluates that net for every λ
def lambda_sweep(lambdas, train, evaluate):
    net = train(lambdas[0])
    return [evaluate(net) for lambd in lambdas]
