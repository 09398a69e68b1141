# score: 2 of 2
def l2_penalty(w):
    return w.square().sum().div(2)
