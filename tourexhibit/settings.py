"""Every setting of the portal, read from the environment.

Two modes. *Embedded* (no `DATABASE_URL`): SQLite, secret and password files under `var/`, nothing to set up;
what `make run` and `make test` use. *Production* (`DATABASE_URL` given): each required setting is given or the
portal refuses to start and names it.
"""

import secrets
import warnings
from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

# What this installation writes: database, secret, password of the demonstration, collected static files.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
# Passwords' hashes and sessions lie there: for its owner alone.
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

EMBEDDED = not env("DATABASE_URL", default="")

SHORTEST_SECRET = 32  # characters


def _embedded_secret() -> str:
    """The secret of this installation: made on first start, kept in `var/`, readable by its owner only."""
    path = VAR_DIR / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _required(name: str) -> str:
    value = env(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. With DATABASE_URL the portal runs in production and needs it; see README.md."
        )
    return value


def _unsafe(message: str) -> None:
    """Refuse behind a proxy, where the public is; a trial of production on one machine is warned."""
    if TRUSTED_PROXIES:
        raise ImproperlyConfigured(message)
    warnings.warn(message, stacklevel=2)


# ---------------------------------------------------------------- who and where

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = (env("SECRET_KEY", default="") or _embedded_secret()) if EMBEDDED else _required("SECRET_KEY")
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
    if EMBEDDED
    else [host.strip() for host in _required("ALLOWED_HOSTS").split(",")]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies of ours stand in front. They end TLS and write X-Forwarded-*; 0 = believe no such header.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# Receivers of webhooks that may be private and without TLS, as host:port; for tests and for development.
WEBHOOK_TEST_RECEIVERS = env.list("WEBHOOK_TEST_RECEIVERS", default=[])
if not EMBEDDED:
    if len(SECRET_KEY) < SHORTEST_SECRET or len(set(SECRET_KEY)) == 1:
        _unsafe(f"SECRET_KEY is too weak: give at least {SHORTEST_SECRET} characters, not all the same.")
    if any("*" in host for host in ALLOWED_HOSTS):
        _unsafe("ALLOWED_HOSTS contains *: name the hosts, by comma.")
    if DEBUG:
        _unsafe("DEBUG is on: it shows settings and data to anybody.")
    if WEBHOOK_TEST_RECEIVERS:
        _unsafe("WEBHOOK_TEST_RECEIVERS is set: webhooks could reach machines that are not public.")

ROOT_URLCONF = "tourexhibit.urls"
WSGI_APPLICATION = "tourexhibit.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "pages.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "tourexhibit.apps.PortalStaticFilesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "simple_history",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "csp",
    "uploads",
    "libraries",
    "partnership",
    "accounts",
    "exhibitions",
    "visits",
    "reports",
    "upkeep",
    "pages",
    "api",
    "demonstration",
    "operations",
    "tourexhibit",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.sessions.StrictSessionMiddleware",
    "accounts.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.LastUseMiddleware",
    "accounts.denied_writes.DeniedWriteMiddleware",
    # Closed by default: a page is public only where its view says so.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    # The last: it turns an attempt that was locked out into the page that says so.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.frame.context.navigation",
            ],
        },
    },
]

# ---------------------------------------------------------------- data

if EMBEDDED:
    # SQLite gives its journal the mode of the file.
    (VAR_DIR / "db.sqlite3").touch(mode=0o600)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "db.sqlite3",
            # IMMEDIATE: the write lock is taken before anything is read, or two writers read the same revision.
            # FULL: an answered count survives a power cut. 20 s of waiting instead of "database is locked".
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
        }
    }
else:
    DATABASES = {
        "default": {
            **env.db_url("DATABASE_URL"),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    }
# A transaction around every request would take SQLite's write lock for each GET.
ATOMIC_REQUESTS = False

REDIS_URL = env("REDIS_URL", default="")
# The limits on signing in are in the database, so that people can sign in while Redis is away. The API's limits are
# asked with every request of a partner: in Redis, or in each process where there is none.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if EMBEDDED
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"},
    "limits": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# ---------------------------------------------------------------- tasks

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A dead broker must cost a writer little: one quick try, then the sweep takes over.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
    "unacked_restore_interval": 10,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep stale totals": {
        "task": "visits.tasks.drain_stale_totals",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "write waiting exports": {
        "task": "api.tasks.write_exports",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "tell changes of the registry": {
        "task": "api.tasks.tell_registry_changes",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "prove the feed of the registry": {
        "task": "api.tasks.prove_registry_feed",
        "schedule": crontab(hour="3", minute="50"),
    },
    "prove the totals": {"task": "visits.tasks.prove_totals", "schedule": crontab(hour=3, minute=30)},
    "seal the history of the day": {"task": "visits.tasks.seal_history", "schedule": 3600.0},
    "remind of what is due": {
        "task": "visits.tasks.remind_of_what_is_due",
        "schedule": crontab(hour="9-20", minute="0"),
    },
    "deliver webhooks": {
        "task": "api.tasks.deliver_webhooks",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "look after webhooks": {"task": "api.tasks.look_after_webhooks", "schedule": crontab(minute="15")},
    "warn of ending tokens": {
        "task": "api.tasks.warn_of_ending_tokens",
        "schedule": crontab(hour="9-20", minute="10"),
    },
    "remove deleted photos": {
        "task": "visits.tasks.remove_deleted_photos",
        "schedule": crontab(hour="4", minute="40"),
    },
    "look at the links of shared resources": {
        "task": "partnership.tasks.check_links",
        "schedule": crontab(minute="50"),
    },
    "forget old records of access": {
        "task": "accounts.tasks.forget_old_records",
        "schedule": crontab(hour="4", minute="20"),
    },
    "clear expired sessions": {
        "task": "accounts.tasks.clear_expired_sessions",
        "schedule": crontab(hour="4", minute="10"),
    },
}

# ---------------------------------------------------------------- language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
# Every day of the portal is a day of China; never the server's and never UTC's.
TIME_ZONE = "Asia/Shanghai"

# ---------------------------------------------------------------- sign-in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # signs nobody in: turns away who is locked out
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "public:start"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address that has no account
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "pages.account.forms.LoginForm",
    "change_password": "pages.account.forms.ChangePasswordForm",
    "reset_password": "pages.account.forms.ResetPasswordForm",
    "reset_password_from_key": "pages.account.forms.ResetPasswordKeyForm",
    "reauthenticate": "pages.account.forms.ReauthenticateForm",
}
# Who holds which limit (docs/decisions/0010-limits-on-signing-in.md). Axes: one account from one address, which is
# what guessing and mistyping look like. Allauth: one address with many accounts, generous, as a library's whole
# office may stand behind one; and one account from many addresses, wide, so that strangers cannot lock people out.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,30/15m/key", "invited": "60/m/ip"}
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a lock ends, whoever goes on knocking
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "accounts.attempts.name_that_counts"
AXES_CLIENT_IP_CALLABLE = "accounts.attempts.address_that_counts"
AXES_LOCKOUT_CALLABLE = "accounts.attempts.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# A second factor for staff and superusers (rule 17); demonstration accounts and the embedded mode go without.
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=not EMBEDDED)
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "pages.account.forms.AuthenticateForm",
    "reauthenticate": "pages.account.forms.ReauthenticateByCodeForm",
    "activate_totp": "pages.account.forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by the project office
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SESSION_COOKIE_AGE = 14 * 24 * 3600
# EMAIL_BACKEND, EMAIL_HOST and so on of one address; without it mail is printed, not sent.
globals().update(env.email_url_config(env("EMAIL_URL", default="") or "consolemail://"))
# Reminders go by mail where there is mail; they stand in the portal in any case.
REMINDER_MAIL = env.bool("REMINDER_MAIL", default=bool(env("EMAIL_URL", default="")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", default="") or "webmaster@localhost"

# ---------------------------------------------------------------- headers

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        # Widths of bars are style attributes; style elements stay forbidden.
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# TLS ends at the proxy; without one (a trial on one machine) a Secure cookie would lock everybody out.
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
# A form whose token is out of date comes back filled in, with a fresh one.
CSRF_FAILURE_VIEW = "pages.csrf_failure.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = [
    "uploads.bounds.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ---------------------------------------------------------------- static files

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tourexhibit.static_files.HashedGzipStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "woff2", "gz", "br", "map", "txt", "md"]

# A map of China as a picture, shown with the number under which it was reviewed (审图号), or not at all.
BASE_MAP = env("BASE_MAP", default="")
BASE_MAP_NUMBER = env("BASE_MAP_NUMBER", default="")
if BASE_MAP and not BASE_MAP_NUMBER:
    raise ImproperlyConfigured(
        "BASE_MAP is set without BASE_MAP_NUMBER: a map is shown with its review number only."
    )

# Lines of the footer that Chinese sites must or may carry; empty ones are not shown.
FOOTER = {
    "sponsor": env("FOOTER_SPONSOR", default=""),
    "icp": env("FOOTER_ICP", default=""),
    "police": env("FOOTER_POLICE", default=""),
    "contact": env("FOOTER_CONTACT", default=""),
}

# ---------------------------------------------------------------- API

# For each token, and for each address without one; 0 = no limit. People who are signed in are not limited.
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=900)
# Under which licence the figures may be used, such as an address; told beside them. Only the operator can say.
DATA_LICENCE = env("DATA_LICENCE", default="")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.frame.authentication.PartnerTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["api.frame.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.tables.formats.FormatNegotiation",
    "DEFAULT_PARSER_CLASSES": ["api.frame.parsers.StrictJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["api.frame.limits.RequestsAMinute"],
    "DEFAULT_SCHEMA_CLASS": "api.document.schema.PortalSchema",
    "EXCEPTION_HANDLER": "api.frame.problems.exception_handler",
    "NUM_PROXIES": TRUSTED_PROXIES,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,
}
REST_KNOX = {
    "TOKEN_MODEL": "api.PartnerToken",
    "AUTH_HEADER_PREFIX": "Token",
    "TOKEN_TTL": None,
}
KNOX_TOKEN_MODEL = "api.PartnerToken"  # noqa: S105 - the name of a model
# The package's migrations would make its own token table all the same: never used, and in the way of emptying a
# test database.
MIGRATION_MODULES = {"knox": None}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tour Exhibition Portal",
    "DESCRIPTION": "County libraries, tour stops and visits of the touring science exhibition.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "api.webhooks.document.webhooks",
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.document.schema.rows_in_part",
        "api.document.schema.plain_formats",
    ],
    # Words of one name in several vocabularies; without these the document would number them.
    "ENUM_NAME_OVERRIDES": {
        "MeasureEnum": "visits.vocabulary.Measure",
        "DoorMeasureEnum": "visits.vocabulary.DOOR_MEASURES",
        "EventMeasureEnum": "visits.vocabulary.EVENT_MEASURES",
        "EventReportStateEnum": "visits.models.EventReport.State",
        "ReviewEnum": "api.recording.answers.REVIEWS",
        "ExportStateEnum": "api.models.Export.State",
        "ExportFormatEnum": "api.exports.sources.FORMATS",
        "TargetMeasureEnum": "partnership.models.Target.Measure",
        "MethodEnum": "visits.vocabulary.Method",
        "SuccessionKindEnum": "libraries.models.DivisionSuccession.Kind",
        "EventKindEnum": "exhibitions.models.Event.Kind",
        "StopStateEnum": "exhibitions.models.State",
        "ReportStateEnum": "visits.models.DayReport.State",
    },
}

# ---------------------------------------------------------------- logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "axes": {"level": "ERROR"},  # it has its table
        "celery": {"level": "WARNING"},
        "django.server": {"level": "WARNING"},
    },
}
