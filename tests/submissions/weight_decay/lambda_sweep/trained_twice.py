# score: 0 of 1
# trains and evaluates twice for each λ, the two losses are of different nets
def lambda_sweep(lambdas, train, evaluate):
    return [(evaluate(train(l))[0], evaluate(train(l))[1]) for l in lambdas]
