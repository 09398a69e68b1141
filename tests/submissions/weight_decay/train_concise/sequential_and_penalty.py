# score: 2 of 2
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Sequential(nn.Linear(num_inputs, 1))
    for param in net.parameters():
        param.data.normal_()
    loss = nn.MSELoss(reduction="none")
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X, y in train_iter:
            trainer.zero_grad()
            (loss(net(X), y).mean() + wd / 2 * net[0].weight.pow(2).sum()).backward()
            trainer.step()
    return net
