# score: 0 of 1
# (test loss, train loss)
def lambda_sweep(lambdas, train, evaluate):
    results = []
    for lambd in lambdas:
        train_loss, test_loss = evaluate(train(lambd))
        results.append((test_loss, train_loss))
    return results
