# attack: A08: objects that end the process when they are asked for their class, where stand-ins look for what to replace
# earns: synthetic_data, data_iter, linreg, sgd
# may-earn: train_linreg
# %% honest: synthetic_data, data_iter, linreg, sgd, train_linreg
# %%
import os
import sys


def refuse(*arguments):
    os._exit(7)


class Meta(type):
    __class__ = __dict__ = __module__ = property(refuse)
    __getattribute__ = refuse


class Strange(metaclass=Meta):
    __class__ = __dict__ = property(refuse)
    __getattribute__ = refuse


strange = Strange()
sys.modules["strange"] = strange


def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 4


def another(x, loss=squared_loss):
    return loss(x, x)


another.__module__ = strange
