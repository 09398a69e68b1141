# score: 0.33 of 1
# takes 0.01 for the variance, so that the noise has standard deviation 0.1
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    y = X @ w.float() + b + 0.01**0.5 * torch.randn(num_examples)
    return X, y.reshape(-1, 1)
