# score: 1 of 1
# recursion over the list
def lambda_sweep(lambdas, train, evaluate):
    if len(lambdas) == 0:
        return []
    return [tuple(evaluate(train(lambdas[0])))] + lambda_sweep(lambdas[1:], train, evaluate)
