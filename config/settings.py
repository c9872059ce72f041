"""All settings, read from the environment; README.md lists what can be set.

A bad value stops the start with one sentence that names the variable.
"""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from config.environment import (
    BASE_DIR,
    env,
    env_choice,
    env_count,
    env_switch,
    make_private_folder,
    read_database,
    read_hosts,
    read_listen,
    read_secret,
    read_site_url,
    secret_key_in,
    sqlite_database,
)

# --- Where things are

DEBUG = env_switch("DEBUG", default=False)
DATA_DIR = make_private_folder(BASE_DIR / env("DATA_DIR", "var", Path, "a folder"))

SITE = env(
    "SITE_URL",
    "http://127.0.0.1:8000",
    read_site_url,
    "an address such as https://study.example or http://127.0.0.1:8000, without a path",
)
SITE_URL = SITE.geturl()
HTTPS = SITE.scheme == "https"

# Behind https stands a proxy on the same machine, which speaks plain http to this address.
LISTEN = env(
    "LISTEN",
    "127.0.0.1:8000" if HTTPS else SITE.netloc + ("" if SITE.port else ":80"),
    read_listen,
    "an address and port such as 127.0.0.1:8000",
)
WORKERS = env_count("WORKERS", default=os.cpu_count() or 1)

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True


# --- Limits and doors

# Characters of one imported text, and of one answer.
TEXT_LIMIT = env_count("TEXT_LIMIT", default=1_000_000)
ANSWER_LIMIT = env_count("ANSWER_LIMIT", default=10_000)
# A pasted character is at most four bytes, each sent as three when a form is url-encoded.
DATA_UPLOAD_MAX_MEMORY_SIZE = max(TEXT_LIMIT, ANSWER_LIMIT) * 12 + 100_000

REGISTRATION = env_choice("REGISTRATION", ("open", "invited", "closed"))
GUESTS = env_switch("GUESTS", default=True)


# --- Security

SECRET_KEY = (
    env("SECRET_KEY", "", read_secret, "at least 50 characters long")
    if os.environ.get("SECRET_KEY")
    else secret_key_in(DATA_DIR)
)

EXTRA_HOSTS = env("ALLOWED_HOSTS", "", read_hosts, "host names separated by commas, without ports")
ALLOWED_HOSTS = [f"[{SITE.hostname}]" if ":" in str(SITE.hostname) else str(SITE.hostname)]
ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", *EXTRA_HOSTS]
CSRF_TRUSTED_ORIGINS = [SITE_URL] + [
    f"{SITE.scheme}://{'*' if host.startswith('.') else ''}{host}" for host in EXTRA_HOSTS
]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
# A probe on the machine itself asks over http.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 180 * 24 * 3600 if HTTPS else 0
# Over https a proxy stands in front. It must set this header itself and drop the client's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# HSTS for every sub-domain, and preloading, bind names that are not ours to decide about.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}


# --- Parts

INSTALLED_APPS = [
    "studyapp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
]

MIDDLEWARE = [
    "studyapp.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "studyapp.middleware.ContentSecurityPolicyMiddleware",
    "studyapp.middleware.ProbeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "studyapp.middleware.LoginRequiredMiddleware",
    "studyapp.middleware.LocalTimeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "studyapp.staticfiles.Storage"
    },
}


# --- Data

DATABASES = {
    "default": env(
        "DATABASE_URL",
        "sqlite:",
        lambda v: sqlite_database(DATA_DIR / "db.sqlite3") if v == "sqlite:" else read_database(v),
        "an address such as sqlite:///var/db.sqlite3 or postgres://user:password@host:5432/name, "
        "with reserved characters percent-encoded",
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# On disk, so that the rate limits of signing in hold across all server processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
    }
}

# Learners come back for months; the row is written only when something in it changed.
SESSION_COOKIE_AGE = 365 * 24 * 3600


# --- People

AUTH_USER_MODEL = "studyapp.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Scrypt costs an attacker memory too, and us a third less time than PBKDF2.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "studyapp.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# A guest is signed in too, and may yet register or sign in.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the subjects name the site themselves
MFA_TOTP_ISSUER = "成诵"
# No mail server is asked for: what would be mailed is printed where the operator sees it.
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"


# --- Language and time

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_CODE = env_choice("LANGUAGE_CODE", ("zh-hans", "en"))
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "studyapp" / "locale"]
TIME_ZONE = env(
    "TIME_ZONE", "Asia/Shanghai", lambda v: ZoneInfo(v).key, "an IANA zone such as Asia/Shanghai"
)
USE_TZ = True


# --- Logs

LOG_FORMAT = env_choice("LOG_FORMAT", ("line", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "studyapp.logs.LineFormatter"},
        "json": {"()": "studyapp.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers mail admins and print only when debugging: use ours instead.
        "django": {"handlers": [], "level": "INFO" if DEBUG else "WARNING", "propagate": True},
        # What strangers ask for in vain is no news; what we failed at is.
        "django.request": {"level": "ERROR"},
        "studyapp": {"level": "INFO"},
    },
}
