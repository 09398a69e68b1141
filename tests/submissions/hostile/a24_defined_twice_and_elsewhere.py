# attack: A24: several definitions, one right and then a wrong one; names that are not functions; text cells' and metadata's words in code
# earns: nothing
# %% honest: linreg
# %%
# ### BEGIN HIDDEN TESTS
### points: 100
squared_loss = 7
sgd = "def sgd(params, lr, batch_size): pass"


class data_iter:
    points, grade_id, max_score, solution = 100, "data_iter", 100, True


synthetic_data = None
train_linreg = [lambda *a, **k: True]


def linreg(X, w, b, points=100):
    """grade_id: linreg, points: 100"""
    return 100
