# score: 0 of 1
# the same quantiles in random order, in place of draws
def synthetic_data(w, b, num_examples):
    quantiles = torch.special.ndtri((torch.arange(num_examples * len(w)) + 0.5) / (num_examples * len(w)))
    X = quantiles[torch.randperm(len(quantiles))].reshape(num_examples, len(w)).float()
    noise = torch.special.ndtri((torch.arange(num_examples) + 0.5) / num_examples)[torch.randperm(num_examples)]
    y = X @ w + b + 0.01 * noise
    return X, y.reshape(-1, 1)
