# SPDX-License-Identifier: GPL-2.0
# How Sphinx makes HTML of these pages, in the kernel's way: what headers say of functions and structures comes from
# their kernel-doc comments, through the kernel's own script and extensions. "make htmldocs" runs it; LINUX_SOURCE is
# the folder that selftests/vm/linux-source prints.
import glob
import os
import re
import sys

root = os.path.abspath("..")
linux = os.environ["LINUX_SOURCE"]
sys.path.insert(0, os.path.join(linux, "Documentation", "sphinx"))

project = "ntsection"
copyright = "the ntsection contributors"
with open(os.path.join(root, "module", "main.c")) as main:
    release = re.search(r'MODULE_VERSION\("(.*)"\)', main.read()).group(1)

extensions = ["kerneldoc", "automarkup", "myst_parser", "sphinx.ext.graphviz"]
kerneldoc_bin = os.path.join(linux, "scripts", "kernel-doc")
kerneldoc_srctree = root
graphviz_output_format = "svg"
# Pages in Markdown link to files of the source, which are no pages.
suppress_warnings = ["myst.xref_missing"]
myst_heading_anchors = 3

primary_domain = "c"
c_id_attributes = ["WINAPI", "NTAPI"]
highlight_language = "none"
exclude_patterns = ["out", "man"]

html_theme = "alabaster"
html_copy_source = False
html_static_path = ["static"]
html_css_files = ["pages.css"]
html_sidebars = {"**": ["about.html", "searchbox.html", "localtoc.html", "navigation.html"]}
html_theme_options = {
    "description": "NT section objects for Linux",
    "page_width": "1200px",
    "sidebar_width": "260px",
    "fixed_sidebar": True,
}


# The front page lists all pages in Markdown but the changelog: results of runs, and what belongs to them.
def list_markdown(app, page, text):
    if page == "index":
        names = {os.path.splitext(name)[0] for name in glob.glob("*.md", root_dir=app.srcdir)}
        names = sorted(names - {"CHANGELOG"})
        text[0] = text[0].replace("@markdown@", "\n   ".join(names))


def setup(app):
    app.connect("source-read", list_markdown)
