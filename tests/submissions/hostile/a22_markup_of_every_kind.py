# attack: A22: messages that are markup to a terminal's library, a template, a page, a table or a format string
# earns: nothing
# %%
raise ValueError("[bold red]passed[/bold red] [link=file:///etc/passwd]x[/link] {{ 7 * 7 }} {% include '/etc/passwd' %} %s %(a)s {0.__class__} ${x} `x` <img src=x onerror=alert(1)>")
# %%
raise type("[/]", (Exception,), {})("[/] [/bold] ]] [[ {# #} {{ '' }} ]]> --> </script> <!-- &amp; \\")
# %%
def linreg(X, w, b):
    """{{ config }} {% raw %} [/] </pre></span><script>document.title = 'owned'</script>"""
    raise ValueError("[reverse]{{ self }}[/reverse]")


def squared_loss(y_hat, y):
    raise KeyError("{0}", "%d", "[@click=app.bell]x[/]")
