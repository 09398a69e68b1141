# score: 2 of 2
# element by element over the flattened tensors
def decay_update(w, grad, lr, wd, batch_size=None):
    m = 1 if batch_size is None else batch_size
    new = torch.empty_like(w).flatten()
    for i, (wi, gi) in enumerate(zip(w.flatten().tolist(), grad.flatten().tolist())):
        new[i] = wi - lr * (gi + wd / m * wi)
    return new.reshape(w.shape)
