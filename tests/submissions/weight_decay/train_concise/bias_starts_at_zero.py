# score: 1.67 of 2
# only the weight is drawn from N(0, 1), the bias starts at 0; all parameters must be drawn
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(num_inputs, 1)
    nn.init.normal_(net.weight)
    nn.init.zeros_(net.bias)
    loss = nn.MSELoss()
    trainer = weight_decay_trainer(net, lr, wd)
    for epoch in range(num_epochs):
        for X, y in train_iter:
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()
    return net
