# score: 0 of 1
# an off-by-one, the last λ is left out
def lambda_sweep(lambdas, train, evaluate):
    results = []
    for i in range(len(lambdas) - 1):
        results.append(evaluate(train(lambdas[i])))
    return results
