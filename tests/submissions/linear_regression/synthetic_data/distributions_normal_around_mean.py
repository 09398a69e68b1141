# score: 1 of 1
# y is drawn from a Normal distribution around its mean, X from torch.distributions too
def synthetic_data(w, b, num_examples):
    X = torch.distributions.Normal(0.0, 1.0).sample((num_examples, w.numel()))
    mean = torch.einsum("nd,d->n", X, w.to(X.dtype)).unsqueeze(-1) + b
    y = torch.distributions.Normal(mean, 0.01).sample()
    return (X, y)
