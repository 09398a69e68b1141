# score: 0 of 2
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    for X, y in train_iter:
        X.zero_(), y.zero_()
    net = nn.Linear(num_inputs, 1)
    nn.init.zeros_(net.weight), nn.init.zeros_(net.bias)
    return net
