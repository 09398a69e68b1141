# score: 2 of 2
# lets torch.optim.SGD make the step
def sgd(params, states, hyperparams):
    optimizer = torch.optim.SGD(params, lr=hyperparams["lr"])
    optimizer.step()
    optimizer.zero_grad()
