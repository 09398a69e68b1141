# score: 0.33 of 1
# `if lambd` leaves out λ = 0
def lambda_sweep(lambdas, train, evaluate):
    return [evaluate(train(lambd)) for lambd in lambdas if lambd]
