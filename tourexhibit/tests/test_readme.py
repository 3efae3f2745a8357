"""The README is short, and whatever it names is there."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

README = (settings.BASE_DIR / "README.md").read_text()
MAKEFILE = (settings.BASE_DIR / "Makefile").read_text()
SOURCES = "\n".join(
    (settings.BASE_DIR / name).read_text() for name in ("tourexhibit/settings.py", "Procfile", "Makefile")
)
CONTRACT = {"reconcile", "drain", "demo", "create_partner"}


def test_it_is_short():
    assert len(README.splitlines()) < 150


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z]+)", README)) | {"run", "test"}))
def test_every_make_target_is_there(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)) - {"help"}))
def test_every_make_target_is_named(target):
    assert target in ("environment", "development") or f"`make {target}`" in README


def test_every_command_is_there():
    named = set(re.findall(r"manage\.py ([a-z_]+)", README))

    assert named - get_commands().keys() == set()
    assert CONTRACT - named == set()


def test_every_setting_is_read():
    named = set(re.findall(r"`([A-Z]{2}[A-Z_]+)`", README)) | set(
        re.findall(r"^\| `([A-Z_]+)`", README, re.MULTILINE)
    )

    assert {name for name in named if name not in SOURCES} == set()
    assert set(re.findall(r"""(?:env(?:\.\w+)?|_required)\("([A-Z_]+)\"""", SOURCES)) - named == set()


def pages() -> list[str]:
    return sorted(set(re.findall(r"`(/[a-z0-9/._-]*)`", README)))


@pytest.mark.parametrize("page", pages())
def test_every_page_is_there(page):
    try:
        resolve(page)
    except Resolver404:
        pytest.fail(f"{page} leads nowhere")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`([a-z.]+/[a-z/_.]*)`", README)) - {"var/"}))
def test_every_path_is_there(path):
    written_at_run_time = path.startswith("var/")
    assert written_at_run_time or (settings.BASE_DIR / path).exists()
