# score: 1 of 1
# a loop with Python's abs
def l1_penalty(w):
    total = torch.zeros((), dtype=w.dtype)
    for element in w.reshape(-1):
        total = total + abs(element)
    return total
