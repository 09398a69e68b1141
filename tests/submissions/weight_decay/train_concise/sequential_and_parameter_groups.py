# score: 2 of 2
# a Sequential as in the book, parameter groups by hand
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Sequential(nn.Linear(num_inputs, 1))
    nn.init.normal_(net[0].weight, mean=0, std=1)
    nn.init.normal_(net[0].bias, mean=0, std=1)
    optimizer = torch.optim.SGD([{"params": [net[0].weight], "weight_decay": wd}, {"params": [net[0].bias]}], lr=lr)
    for _ in range(num_epochs):
        for X, y in train_iter:
            l = ((net(X) - y) ** 2).mean()
            optimizer.zero_grad()
            l.backward()
            optimizer.step()
    return net
