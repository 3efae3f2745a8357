"""Production refuses to start without its settings, and names the one that is missing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "DATABASE_URL": "postgres://portal@127.0.0.1:5432/portal",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnop",
    "ALLOWED_HOSTS": "portal.example",
}


def start(environment: dict[str, str]) -> subprocess.CompletedProcess:
    """Read the settings in a process of their own, which inherits nothing but where programs are."""
    return subprocess.run(
        [sys.executable, "-c", "from tourexhibit import settings as s; print(s.DEBUG, s.ALLOWED_HOSTS)"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_names_what_is_missing(missing):
    refused = start({name: value for name, value in PRODUCTION.items() if name != missing})

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith(
        f"django.core.exceptions.ImproperlyConfigured: {missing} is not set."
    )


def test_production_starts_with_its_settings(tmp_path):
    started = start({**PRODUCTION, "VAR_DIR": str(tmp_path)})

    assert (started.returncode, started.stdout) == (0, "False ['portal.example']\n")


def test_the_embedded_mode_needs_nothing_and_makes_its_own_secret(tmp_path):
    started = start({"VAR_DIR": str(tmp_path)})

    assert (started.returncode, started.stdout) == (0, "False ['127.0.0.1', 'localhost', '[::1]']\n")
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_what_the_embedded_mode_writes_is_for_its_owner_alone(tmp_path):
    start({"VAR_DIR": str(tmp_path / "var")})

    assert {
        path.name: path.stat().st_mode & 0o777 for path in [tmp_path / "var", *(tmp_path / "var").iterdir()]
    } == {"var": 0o700, "secret": 0o600, "db.sqlite3": 0o600}


@pytest.mark.parametrize(
    ("name", "weak", "reason"),
    [
        ("SECRET_KEY", "0123456789abcdefghijklmnopqrstu", "SECRET_KEY is too weak"),
        ("SECRET_KEY", "x" * 64, "SECRET_KEY is too weak"),
        ("DEBUG", "1", "DEBUG is on"),
        ("WEBHOOK_TEST_RECEIVERS", "127.0.0.1:25000", "WEBHOOK_TEST_RECEIVERS is set"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS contains *"),
        ("ALLOWED_HOSTS", "portal.example, *", "ALLOWED_HOSTS contains *"),
    ],
)
def test_production_names_what_is_unsafe(tmp_path, name, weak, reason):
    trial = start({**PRODUCTION, "VAR_DIR": str(tmp_path), name: weak})
    assert (trial.returncode, reason in trial.stderr) == (0, True)

    refused = start({**PRODUCTION, "VAR_DIR": str(tmp_path), "TRUSTED_PROXIES": "1", name: weak})
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith(
        f"django.core.exceptions.ImproperlyConfigured: {reason}"
    )


def test_a_map_without_its_review_number_is_refused(tmp_path):
    refused = start({"VAR_DIR": str(tmp_path), "BASE_MAP": "/srv/china.png"})
    assert refused.returncode == 1
    assert "BASE_MAP is set without BASE_MAP_NUMBER" in refused.stderr


MAIL = (
    "import tourexhibit.settings as s; print(s.EMAIL_BACKEND, getattr(s, 'EMAIL_HOST', None), s.SERVER_EMAIL)"
)


@pytest.mark.parametrize(
    ("environment", "mail"),
    [
        ({}, "django.core.mail.backends.console.EmailBackend None webmaster@localhost"),
        (
            {"EMAIL_URL": "smtp+tls://user:password@mail.example:587", "MAIL_FROM": "portal@portal.example"},
            "django.core.mail.backends.smtp.EmailBackend mail.example portal@portal.example",
        ),
    ],
)
def test_mail_is_printed_until_an_address_to_send_it_by_is_given(tmp_path, environment, mail):
    told = subprocess.run(
        [sys.executable, "-c", MAIL],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **PRODUCTION, "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
    )

    assert (told.returncode, told.stdout) == (0, f"{mail}\n")


def test_the_warning_of_the_deployment_check_is_empty_behind_a_proxy():
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **PRODUCTION, "TRUSTED_PROXIES": "1"},
        capture_output=True,
        text=True,
    )

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("System check identified no issues")
