# score: 2 of 2
# zero-dimensional float64 tensors, a new one in each step
def gd(gradf, eta, x0=10.0, num_steps=10):
    trace = [torch.tensor(x0, dtype=torch.float64)]
    while len(trace) <= num_steps:
        trace.append(trace[-1] - eta * gradf(trace[-1]))
    return trace
