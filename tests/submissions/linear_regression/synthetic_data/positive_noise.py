# score: 0.67 of 1
# the noise is never negative (abs), so its mean is not 0
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    eps = torch.normal(0, 0.01, (num_examples, 1)).abs()
    return X, X @ w.float().reshape(-1, 1) + b + eps
