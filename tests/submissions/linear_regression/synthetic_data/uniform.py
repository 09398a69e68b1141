# score: 0.33 of 1
def synthetic_data(w, b, num_examples):
    X = torch.rand(num_examples, len(w))
    return X, (X @ w + b + 0.01 * torch.randn(num_examples)).reshape(-1, 1)
