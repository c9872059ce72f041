"""All settings, read from the environment; README.md lists what can be set.

A bad value stops the start with one sentence that names the variable.
"""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from config.environment import (
    BASE_DIR,
    env,
    env_amount,
    env_choice,
    env_count,
    env_switch,
    make_private_folder,
    read_database,
    read_hosts,
    read_listen,
    read_mail_server,
    read_secret,
    read_sender,
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
# Texts that a member may bring in for themself; 0: none.
PERSONAL_TEXTS = env_amount("PERSONAL_TEXTS", default=20)
GUESTS = env_switch("GUESTS", default=True)
# Whether staff sign in with a second factor, or may do without one.
STAFF_MFA = env_switch("STAFF_MFA", default=False)
# Some share an address, as a class behind one router does; limits by address leave room for them.
PEOPLE_PER_ADDRESS = env_count("PEOPLE_PER_ADDRESS", default=50)


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
    "studyapp.apps.AdminConfig",
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
    "studyapp.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "studyapp.middleware.LoginRequiredMiddleware",
    "studyapp.middleware.LocalTimeMiddleware",
    "studyapp.middleware.NotAllowedMiddleware",
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
                "studyapp.http.doors",
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

# In the database, which all server processes share, so that rate limits hold across them: they
# count under a lock that `add` takes, which is atomic there, and in a cache of files is not.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # When it is full a third is forgotten, what has expired first.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
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
ACCOUNT_FORMS = {"signup": "studyapp.forms.account.SignupForm"}
ACCOUNT_SESSION_REMEMBER = True
# A guest is signed in too, and may yet register or sign in.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
# A mail to whoever a stranger names would make the site a nuisance.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How often what may be done: a number, a time, and by whom (address, user, or what is named).
ACCOUNT_RATE_LIMITS = {
    "login": f"{PEOPLE_PER_ADDRESS}/m/ip",
    # Wrong passwords for one account from one address; and from all browsers that never were in it.
    "sign_in": "5/5m/key",
    "sign_in_anywhere": "100/h/key",
    # Wrong codes of a second factor.
    "login_failed": "5/5m/key",
    "signup": f"{2 * PEOPLE_PER_ADDRESS}/h/ip",
    "guest": f"{2 * PEOPLE_PER_ADDRESS}/h/ip",
    "reset_password": "20/h/ip,3/h/key",
    "import": "60/h/user",
    "export": "10/h/user",
}
# Addresses are not verified here: a second factor does not wait for it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "studyapp.adapters.MFAAdapter"
MFA_TOTP_ISSUER = "成诵"
# A phone's clock may be off by half a minute.
MFA_TOTP_TOLERANCE = 1
# A link to choose a new password is good for a day, and for once.
PASSWORD_RESET_TIMEOUT = 24 * 3600

MAIL_SERVER = env(
    "EMAIL_URL",
    "",
    read_mail_server,
    "an address such as smtps://user:password@mail.example:465 or smtp://mail.example, "
    "with reserved characters percent-encoded",
)
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, *_ = MAIL_SERVER
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL_SERVER.use_ssl, MAIL_SERVER.use_tls
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
MAIL_FROM = env(
    "MAIL_FROM",
    "",
    read_sender,
    "an e-mail address such as study@example.org or Study <study@example.org>",
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM or f"chengsong@{SITE.hostname}"
# Whoever waits for a page does not wait longer for a mail server.
EMAIL_TIMEOUT = 10
CSRF_FAILURE_VIEW = "studyapp.views.errors.stale_form"


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
