# score: 1 of 1
# map twice, made a list
def lambda_sweep(lambdas, train, evaluate):
    return list(map(evaluate, map(train, lambdas)))
