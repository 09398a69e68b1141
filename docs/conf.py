"""The site that `make docs` builds of these pages: MyST reads them, Sphinx checks every link between them."""

from importlib import metadata

project = "tensorgrade"
author = "The tensorgrade developers"
copyright = "The tensorgrade developers"  # noqa: A001  Sphinx's name for it
try:
    release = metadata.version("tensorgrade")
except metadata.PackageNotFoundError:  # a checkout that is not installed
    release = ""

extensions = ["myst_parser", "sphinx_copybutton"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3
nitpicky = True
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "tensorgrade"
html_show_sphinx = False
# what a reader copies begins behind the prompt
copybutton_prompt_text = "$ "
