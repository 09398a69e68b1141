# attack: A7: events that fire around cells, a replaced run_cell, a user namespace that makes up names
# earns: nothing
# %%
ip = get_ipython()
for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    ip.events.register(event, lambda *a: ip.user_ns.update(sgd=lambda *a: None, linreg=lambda X, w, b: X))


class Names(dict):
    def __contains__(self, name):
        return True

    def __missing__(self, name):
        return lambda *a, **k: a[0] if a else True


ip.user_ns = Names(ip.user_ns)


class Result:
    error_before_exec = error_in_exec = None
    success, result = True, None


type(ip).run_cell = lambda self, *a, **k: Result()
# %% honest: linreg, squared_loss
