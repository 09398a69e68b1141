# score: 0.33 of 1
# collects in a dictionary, so that a λ that comes twice has only one pair
def lambda_sweep(lambdas, train, evaluate):
    results = {}
    for lambd in lambdas:
        results[lambd] = evaluate(train(lambd))
    return list(results.values())
