# score: 1 of 1
# the dot product of w and its sign
def l1_penalty(w):
    v = w.flatten()
    return v @ torch.sign(v)
