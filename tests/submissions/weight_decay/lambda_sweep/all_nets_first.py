# score: 1 of 1
# trains all nets first, and evaluates them afterwards by index
def lambda_sweep(lambdas, train, evaluate):
    nets = [train(l) for l in lambdas]
    losses = [None] * len(nets)
    for i in range(len(nets)):
        pair = evaluate(nets[i])
        losses[i] = (pair[0], pair[1])
    return losses
