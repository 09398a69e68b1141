# score: 0 of 1
# the mean in place of the sum
def l1_penalty(w):
    return w.abs().mean()
