# score: 0.33 of 1
# a mutable default argument keeps the results of former calls
def lambda_sweep(lambdas, train, evaluate, results=[]):
    for lambd in lambdas:
        results.append(evaluate(train(lambd)))
    return results
