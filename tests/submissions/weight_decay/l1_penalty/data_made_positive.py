# score: 0 of 1
# makes the elements of w itself positive and sums them, so that the gradient is +1 everywhere (and w is changed)
def l1_penalty(w):
    w.data.abs_()
    return w.sum()
