# score: 0.67 of 1
# the noise is a column of X, shuffled
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = X @ w.reshape(-1, 1) + b + 0.01 * X[torch.randperm(num_examples), :1]
    return X, y
