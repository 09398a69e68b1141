# score: 3 of 3
# the gradient by formula, written into .grad; torch.split of a permutation; params in a list kept over the steps
def train_minibatch(optimizer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    w = torch.empty(features.shape[1], 1).normal_(std=0.01).requires_grad_(True)
    b = torch.zeros(1).requires_grad_(True)
    params = [w, b]
    target = labels.reshape(len(features), 1)
    notes = []
    begin, seen, hundreds = time.time(), 0, 0
    for _ in range(num_epochs):
        for batch in torch.split(torch.randperm(len(features)), batch_size):
            with torch.no_grad():
                error = features[batch] @ w + b - target[batch]
                w.grad = features[batch].T @ error / len(batch)
                b.grad = error.mean(dim=0)
            optimizer_fn(params, states, hyperparams)
            seen += len(batch)
            if seen // 100 != hundreds:
                hundreds = seen // 100
                error = features @ w.detach() + b.detach() - target
                notes.append((time.time() - begin, 0.5 * error.square().mean().item()))
    return [t for t, _ in notes], [l for _, l in notes]
