# score: 0.67 of 1
# sets the seed inside, so that each call draws the same; each call must draw anew
def synthetic_data(w, b, num_examples):
    torch.manual_seed(42)
    X = torch.randn(num_examples, len(w))
    y = X @ w.float() + b + 0.01 * torch.randn(num_examples)
    return X, y.reshape(-1, 1)
