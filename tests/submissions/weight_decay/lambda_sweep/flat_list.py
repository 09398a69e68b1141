# score: 0 of 1
# extend in place of append: a flat list, not a list of pairs
def lambda_sweep(lambdas, train, evaluate):
    results = []
    for lambd in lambdas:
        results.extend(evaluate(train(lambd)))
    return results
