# attack: A24: a namespace that makes up every name, deletes checks, hides definitions in exec, and renames exercises
# earns: nothing
# %%
ip = get_ipython()
exec("def sgd(params, lr, batch_size):\n    return params", ip.user_ns)


class Everything(dict):
    def __missing__(self, key):
        return lambda *a, **k: a[0] if a else None

    def __contains__(self, key):
        return True

    def get(self, key, default=None):
        return self[key]


ip.user_module.__dict__.update(points=100, score=100, __passed__=True)
ip.user_ns = ip.user_global_ns_cheat = Everything(ip.user_ns)
ip.user_ns.pop("sgd", None)
