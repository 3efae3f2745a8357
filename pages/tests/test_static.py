"""Static files keep to the browsers and headers they were written for, and third-party ones to their manifest."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_vendored_files_are_those_of_the_manifest():
    for package in json.loads((VENDOR / "MANIFEST.json").read_text()):
        assert hashlib.sha256((VENDOR / package["file"]).read_bytes()).hexdigest() == package["sha256"]
        for name in [*package["licence_files"], *package["sources"]]:
            assert (VENDOR / name).exists(), name
        assert {"name", "version", "licence"} <= package.keys()


def style_rules():
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "portal.css").read_text(), flags=re.DOTALL)
    return re.findall(r"([^{}]+)\{([^{}]*)\}", css)


@pytest.mark.parametrize(
    "feature",
    [
        r":has\(",
        r":is\(",
        r":where\(",
        r"@container",
        r"aspect-ratio\s*:",
        r"\binset\s*:",
        r"color-mix\(",
        r"@layer",
    ],
)
def test_the_style_sheet_needs_no_newer_browser(feature):
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "portal.css").read_text(), flags=re.DOTALL)
    # What a browser is asked for first is a nicety that an older one goes without.
    css = re.sub(r"^@supports .*?^}", "", css, flags=re.DOTALL | re.MULTILINE)
    assert not re.search(feature, css)


def test_gaps_are_for_grids_since_old_kernels_ignore_them_in_rows():
    with_gap = [
        (selector.strip(), body) for selector, body in style_rules() if re.search(r"(?<![-\w])gap\s*:", body)
    ]
    assert [
        selector for selector, body in with_gap if "display: flex" in body or "display: inline-flex" in body
    ] == []


def test_dark_is_the_same_whether_asked_for_or_preferred():
    bodies = {
        selector.strip(): body.split()
        for selector, body in style_rules()
        if selector.strip() in ("[data-theme=dark]", "[data-theme=auto]")
    }
    assert bodies["[data-theme=dark]"] == bodies["[data-theme=auto]"]


@pytest.mark.parametrize(
    "name", ["portal.js", "dashboard/dashboard.js", "public/search.js", "embed/widget.js", "embed/frame.js"]
)
def test_scripts_are_es2017(name):
    script = re.sub(r"/\*.*?\*/|//[^\n]*", "", (STATIC / name).read_text(), flags=re.DOTALL)
    for newer in (r"\?\.", r"\?\?", r"\.\.\.", r"\.flat\(", r"replaceAll", r"catch\s*\{", r"\.at\("):
        assert not re.search(newer, script), newer


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_templates_hold_no_inline_script_or_style(template):
    html = template.read_text()
    assert not re.search(r"<style", html)
    assert not re.search(r"\son[a-z]+=", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.search(r"<(script|link|img)[^>]*(https?:)?//", html)
