# score: 0.33 of 1
# the noise is missing
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, (X @ w.float() + b).reshape(-1, 1)
