# score: 1 of 1
# one generator for the whole notebook, seeded once
generator = torch.Generator().manual_seed(0)
torch.manual_seed(0)


def synthetic_data(w, b, num_examples):
    X = torch.empty(num_examples, w.shape[0]).normal_(generator=generator)
    noise = torch.normal(0.0, 0.01, (num_examples, 1), generator=generator)
    return X, torch.matmul(X, w).reshape(-1, 1) + b + noise
