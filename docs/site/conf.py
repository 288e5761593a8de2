# The pages of docs/ as a site: tools/site. Sphinx and myst-parser of Debian; nothing is fetched, by the build or by a page.
project = "vado"
author = "The vado authors"
copyright = "The vado authors, Apache 2.0"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["site"]
myst_heading_anchors = 4
html_theme = "alabaster"
html_theme_options = {
    "description": "An open simulator of a migration corridor",
    "fixed_sidebar": False,
    "page_width": "1040px",
    "font_family": "system-ui, sans-serif",
    "head_font_family": "system-ui, sans-serif",
    "code_font_size": "0.85em",
    "show_powered_by": False,
}
html_sidebars = {"**": ["about.html", "searchbox.html", "navigation.html"]}
html_show_sourcelink = False
html_show_search_summary = False  # a browser reads no second file for a page that is opened from disk
html_copy_source = False
html_css_files = ["site.css"]
html_static_path = ["static"]
smartquotes = False
# Pages that programs write begin at deeper headings.
suppress_warnings = ["myst.header"]

import re


def name_files_outside(app, docname, source):
    """A link that leads out of docs/ (a file of the tree) becomes the file's name: a site has pages only."""
    out = "../" * (docname.count("/") + 1)
    link = re.compile(r"\[([^\]]*)\]\(" + re.escape(out) + r"([^)#]*)(#[^)]*)?\)", re.S)
    source[0] = link.sub(lambda m: m[1] if m[2].strip("/") in m[1] else f"{m[1]} (`{m[2]}`)", source[0])


def setup(app):
    app.connect("source-read", name_files_outside)
