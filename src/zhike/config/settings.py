"""Django's settings, all from environment variables (docs/settings.md)."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from zhike.config import exchanged, schedule
from zhike.config.environment import WEB_THREADS, load
from zhike.config.logs import logging_settings
from zhike.phrases import LOCALE_DIR

django_stubs_ext.monkeypatch()  # Django's generic classes may be written with their types
ENVIRONMENT = load(os.environ)

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [*ENVIRONMENT.hosts, "localhost", "127.0.0.1", "[::1]"]
COMPANY = ENVIRONMENT.company
ROOT_URLCONF = "zhike.config.urls"
WSGI_APPLICATION = "zhike.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

INSTALLED_APPS = [
    "zhike.core.accounts",
    "zhike.core.access",
    "zhike.core.audit",
    "zhike.core.jobs",
    "zhike.core.notices",
    "zhike.core.numbering",
    "zhike.core.files",
    "zhike.core.fields",
    "zhike.core.search",
    "zhike.core.workdays",
    "zhike.kit",
    "zhike.exchange",
    "zhike.administration",
    "zhike.customers",
    "zhike.timeline",
    "zhike.catalog",
    "zhike.sales",
    "zhike.value",
    "zhike.insight",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "django_vite",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "zhike.core.logs.middleware.traced",  # outermost: it times and names the whole of a request
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhike.kit.middleware.in_one_language",
    "zhike.kit.middleware.clean_addresses",
    "zhike.kit.middleware.bodies_within_limits",  # before the form token is looked for, which reads the body
    "zhike.kit.middleware.bodies_in_turn",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhike.core.accounts.watching.sessions_within_limits",  # before anybody asks whose the session is
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zhike.core.accounts.arriving.WhoseRequest",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhike.kit.middleware.personal_pages",
    "zhike.administration.middleware.previewing",  # innermost: all others deal with who is really there
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhike.kit.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_vite.templatetags.django_vite",
                "zhike.kit.templatetags.kit",
            ],
        },
    }
]

# ── Data ────────────────────────────────────────────────────────────────────────────────────────────────────────────
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",  # deferred transactions lose writes to "database is locked"
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
        "PRAGMA mmap_size=0; PRAGMA journal_size_limit=67108864; "
        "PRAGMA cache_size=-8192;"  # KiB in each thread of the web processes; commands take more
    ),
}
DATABASES: dict[str, dict[str, Any]] = {"default": dict(dj_database_url.parse(ENVIRONMENT.database_url))}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # of Django's 300 anybody could push the throttle's counters out
    }
}
DATA_DIR = ENVIRONMENT.data_dir
ANALYTICS_URL, ANALYTICS_MEMORY_MB = ENVIRONMENT.analytics_url, ENVIRONMENT.analytics_memory_mb
BACKUP_DIR, BACKUPS_KEPT = ENVIRONMENT.backup_dir, ENVIRONMENT.backups_kept
EXPORT_DIR = ENVIRONMENT.export_dir
IMPORTS_KEPT_DAYS = ENVIRONMENT.imports_kept_days
MEDIA_ROOT = ENVIRONMENT.data_dir / "files"  # never served as it is: each download asks for permission
STORAGES = {
    "default": {"BACKEND": "zhike.core.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "blobs": {"BACKEND": "zhike.core.files.storage.Durable"},  # contents of attachments; in MEDIA_ROOT
}
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "zhike.core.storage.WholeUploads",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
UPLOAD_LIMIT_BYTES = ENVIRONMENT.upload_limit_mb * 1024 * 1024
ATTACHMENT_LIMIT_BYTES = min(ENVIRONMENT.attachment_limit_mb, ENVIRONMENT.upload_limit_mb) * 1024 * 1024
UPLOAD_PATHS = ("/import/new/", "/customers/new/", "/customers/edit/", "/attachments/")
PRIVATE_PATHS = ("/account/", "/password/", "/sign-in/", "/sign-out/", "/invitation/")  # never shown in a preview
BODIES_AT_ONCE = WEB_THREADS * 3 // 4  # in one process; the other threads are left for pages

# ── People ──────────────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "zhike.core.accounts.validators.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "zhike.core.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key", "change_password": "5/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.behind_proxy else 0  # else all share the throttle of one address
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_FORMS = {
    "login": "zhike.core.accounts.forms.SignInForm",
    "change_password": "zhike.core.accounts.forms.PasswordForm",
    "reauthenticate": "zhike.core.accounts.forms.ConfirmForm",
}
MFA_ADAPTER = "zhike.core.accounts.factors.FactorsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody adds herself, so no address has to prove anything
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = ENVIRONMENT.company or "知客"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: a phone's clock may be a little off
MFA_FORMS = {
    "authenticate": "zhike.core.accounts.forms.SecondStepForm",
    "reauthenticate": "zhike.core.accounts.forms.ConfirmByCodeForm",
    "authenticate_webauthn": "zhike.core.accounts.forms.PasskeySecondStepForm",
    "login_webauthn": "zhike.core.accounts.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "zhike.core.accounts.forms.ConfirmByPasskeyForm",
    "activate_totp": "zhike.core.accounts.forms.AppForm",
    "add_webauthn": "zhike.core.accounts.forms.KeyForm",
    "edit_webauthn": "zhike.core.accounts.forms.KeyNameForm",
}
SESSION_ENGINE = "zhike.core.accounts.sessions"
SESSION_COOKIE_AGE = ENVIRONMENT.session_days * 24 * 3600
SESSION_IDLE_MINUTES = ENVIRONMENT.session_idle_minutes

# ── The wire ────────────────────────────────────────────────────────────────────────────────────────────────────────
_PREFIX = "__Host-" if ENVIRONMENT.https else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_PREFIX}zhike-session", f"{_PREFIX}zhike-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zhike.kit.views.csrf_refused"
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if ENVIRONMENT.https else 0
SECURE_SSL_REDIRECT = ENVIRONMENT.behind_proxy
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked past the proxy, on the machine itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
STATIC_URL = "/static/"
STATICFILES_DIRS = [LOCALE_DIR.parent / "static"]  # the front end, made by the package build
DJANGO_VITE = {
    "default": {
        "static_url_prefix": "zhike/dist",
        "manifest_path": STATICFILES_DIRS[0] / "zhike" / "dist" / "manifest.json",
    }
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False


def WHITENOISE_IMMUTABLE_FILE_TEST(path: str, url: str) -> bool:  # noqa: N802 - a setting's name
    """The build puts a hash into each file name of its assets."""
    return "/zhike/dist/assets/" in url


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [LOCALE_DIR]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORM_RENDERER = "zhike.kit.forms.Renderer"
FORMAT_MODULE_PATH = ["zhike.config.formats"]

# ── Mail, and links that leave the house ────────────────────────────────────────────────────────────────────────────
ZHIKE_URL = ENVIRONMENT.url or f"http{'s' if ENVIRONMENT.https else ''}://{ENVIRONMENT.hosts[0].removeprefix('.')}"
ZHIKE_ROBOT_HOSTS: tuple[str, ...] = ()  # of group robots besides those of the three well-known providers
_MAIL = urlsplit(ENVIRONMENT.mail_url)
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "", _MAIL.port or (465 if _MAIL.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = bool(EMAIL_HOST_USER) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from or f"zhike@{_MAIL.hostname or 'localhost'}"

LOGGING = logging_settings(level=ENVIRONMENT.log_level, form=ENVIRONMENT.log_format, with_words=DEBUG)
METRICS_TOKEN = ENVIRONMENT.metrics_token

# ── What the engines are given: names and lists, resolved when used ─────────────────────────────────────────────────
ZHIKE_NAVIGATION = "zhike.config.navigation.NAVIGATION"
ZHIKE_ACTIONS = "zhike.config.navigation.ACTIONS"
ZHIKE_FIRST_ROLES = "zhike.config.roles.ROLES"
ZHIKE_RIGHTS = "zhike.config.rights.RIGHTS"
ZHIKE_FIELD_KINDS = "zhike.config.card.KINDS"
ZHIKE_FILE_KINDS = "zhike.config.attachments.KINDS"
ZHIKE_SEARCH_KINDS = "zhike.config.search.KINDS"
ZHIKE_PHONE_RIGHT = "customers.phone"  # who may not read phones may search for few of them in a minute
ZHIKE_IMPORT_KINDS, ZHIKE_EXPORTED_SCREENS, ZHIKE_TAKE_BACK = exchanged.KINDS, exchanged.SCREENS, exchanged.TAKE_BACK
ZHIKE_IMPORT_LISTS = "zhike.config.imports.LISTS"
ZHIKE_RECORD_KINDS = {
    "customers.customer": "zhike.customers.screens.RECORD",
    "timeline.interaction": "zhike.timeline.screens.RECORD",
    "sales.order": "zhike.sales.screens.RECORD",
    "catalog.product": "zhike.catalog.screens.RECORD",
    "accounts.user": "zhike.administration.screens.COLLEAGUES",
    "exchange.importrun": "zhike.administration.screens.IMPORTS",
    "access.unit": "zhike.administration.screens.UNITS",
    "access.role": "zhike.administration.screens.ROLES",
    "fields.definition": "zhike.administration.screens.FIELDS",
    "workdays.calendar": "zhike.administration.calendar.screens.CALENDARS",
    "jobs.job": "zhike.administration.work.screens.JOBS",
}
ZHIKE_AFTER_IMPORT = ["sales.index", "timeline.index", "value.score"]
ZHIKE_DAILY_JOBS, ZHIKE_INTERVAL_JOBS = schedule.DAILY, schedule.INTERVAL
ZHIKE_JOBS, ZHIKE_STOPPED_JOBS, ZHIKE_JOB_TITLES = schedule.JOBS, schedule.STOPPED, schedule.TITLES
ZHIKE_QUIET_JOBS, ZHIKE_BULK_JOBS = schedule.QUIET, schedule.BULK
ZHIKE_JOB_LEASE_SECONDS: float = 60  # after so long without a word from its worker a job is given to another one
