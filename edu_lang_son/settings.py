"""The one settings file. Differences between places are environment variables only."""

import os
import sys

from django.templatetags.static import static
from django.utils.translation import gettext_lazy

from edu_lang_son import environment
from edu_lang_son.embedded import local_servers
from edu_lang_son.environment import BASE_DIR, flag, number, one_of, required, words

LOCAL = environment.is_local()
VAR_DIR = environment.var_folder()
LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"]

try:
    DEBUG = flag("DEBUG")
    HTTPS = flag("HTTPS", default=not LOCAL)
    if LOCAL:
        _servers = local_servers()
        SECRET_KEY = environment.local_secret_key()
        ALLOWED_HOSTS = words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
        _database = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _servers.database_name,
            "USER": "postgres",
            "HOST": _servers.database_host,
        }
        _redis = environment.socket_urls(_servers.redis_socket)
    else:
        _database = environment.database(
            required("DATABASE_URL", "write postgres://user:password@host:5432/name.")
        )
        _redis = environment.redis_urls(
            required("REDIS_URL", "write redis://:password@host:6379.")
        )
        SECRET_KEY = required("SECRET_KEY", "give it 50 or more random characters.")
        required("ALLOWED_HOSTS", "list the host names of the site, with commas.")
        ALLOWED_HOSTS = words("ALLOWED_HOSTS")
    # A command in somebody's terminal says only what she must know.
    LOG_LEVEL = one_of("LOG_LEVEL", LEVELS, default="WARNING" if LOCAL else "INFO")
    CONNECTION_SECONDS = number("DATABASE_CONNECTION_SECONDS", 60)
    HSTS_SECONDS = number("HSTS_SECONDS", 31_536_000)
    _mail = environment.mail(os.environ["EMAIL_URL"]) if words("EMAIL_URL") else None
    # What is read of a workbook that somebody sends in; a province's staff is 2.5 MB,
    # 20,000 rows and 15 MB expanded. Memory and time are those of the reading process.
    WORKBOOK_LIMITS = {
        name: number(f"WORKBOOK_MAX_{name}", default)
        for name, default in {
            "BYTES": 20 * 1024 * 1024,
            "EXPANDED_BYTES": 200 * 1024 * 1024,
            "RATIO": 200,
            "PARTS": 1_000,
            "SHEETS": 100,
            "ROWS": 60_000,
            "COLUMNS": 250,
            "CELLS": 1_500_000,
            "MEMORY_BYTES": 384 * 1024 * 1024,
            "SECONDS": 60,
        }.items()
    }
    EVIDENCE_MAX_BYTES = number("EVIDENCE_MAX_BYTES", 15 * 1024 * 1024)
    EVIDENCE_PER_ANSWER = number("EVIDENCE_PER_ANSWER", 10)
    # Without a scanner every file says that nobody has looked for viruses.
    CLAMD_ADDRESS = environment.clamd(os.environ.get("CLAMD_ADDRESS", ""))
    EVIDENCE_SCAN_SECONDS = number("EVIDENCE_SCAN_SECONDS", 20)
except environment.SettingError as error:
    # An operator needs the sentence, not the path through our code.
    sys.exit(str(error))

# --- what the site is made of

INSTALLED_APPS = [
    "edu_lang_son",
    "emulation",
    "staffing",
    "schools",
    "communes",
    "unfold.apps.BasicAppConfig",
    "edu_lang_son.admin_apps.DepartmentAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "rest_framework.authtoken",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "edu_lang_son.logs.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "edu_lang_son.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "communes.imports.upload_limit.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "edu_lang_son.urls"
WSGI_APPLICATION = "edu_lang_son.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "communes.page.shell",
            ],
        },
    },
]

# --- stores

DATABASES = {"default": _database | {"CONN_MAX_AGE": CONNECTION_SECONDS}}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _redis["cache"],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "edu_lang_son.static_finders.PackageFilesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "edu_lang_son.static_storage.FingerprintedStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"

# --- language and time

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
# One catalogue for each app, in the order of imports.
LOCALE_PATHS = [
    BASE_DIR / app / "locale"
    for app in ("communes", "schools", "staffing", "emulation", "edu_lang_son")
]
FORMAT_MODULE_PATH = ["edu_lang_son.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
# The first entry of every filter's drop-down.
FILTERS_EMPTY_CHOICE_LABEL = gettext_lazy("Tất cả")

# --- the admin's looks

UNFOLD = {
    "SITE_TITLE": "Giáo dục Lạng Sơn",
    "SITE_HEADER": "Giáo dục Lạng Sơn",
    "SITE_SYMBOL": "school",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("img/icon.svg"),
        }
    ],
    "SHOW_VIEW_ON_SITE": False,
    # The teal of the pages, darker step by step.
    "COLORS": {
        "primary": {
            "50": "#eef6f9",
            "100": "#d5e8ef",
            "200": "#abd1df",
            "300": "#77b3c9",
            "400": "#418fac",
            "500": "#1f7091",
            "600": "#0b4f6c",
            "700": "#09425a",
            "800": "#073548",
            "900": "#052836",
            "950": "#031a24",
        }
    },
}

# --- accounts

AUTH_USER_MODEL = "communes.User"
AUTHENTICATION_BACKENDS = ["edu_lang_son.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "edu_lang_son.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Five wrong passwords for one account, or thirty from one address, and it waits.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/5m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = number("TRUSTED_PROXIES", 0 if LOCAL else 1)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Giáo dục Lạng Sơn"

# --- safety

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = HSTS_SECONDS if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
X_FRAME_OPTIONS = "DENY"
# A grid of twenty schools has some thousands of cells.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
CSRF_FAILURE_VIEW = "edu_lang_son.errors.csrf_failure"

# --- mail

_host = (ALLOWED_HOSTS[0] if ALLOWED_HOSTS else "localhost").lstrip("*.") or "localhost"
# Letters carry whole addresses, and no request is there to take the host from.
SITE_URL = (
    os.environ.get("SITE_URL", "")
    or next(iter(CSRF_TRUSTED_ORIGINS), "")
    or f"{'https' if HTTPS else 'http'}://{_host}"
).rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or f"khong-tra-loi@{_host}"
# Without a mail server people read their notices on the page; this checkout keeps
# the letters it would have sent as files.
MAIL_IS_SENT = bool(LOCAL or _mail)
MAIL_RETRY_SECONDS, MAIL_RETRIES = 60, 8
if _mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail["host"], _mail["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["user"], _mail["password"]
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail["ssl"], _mail["tls"]
    EMAIL_TIMEOUT = 30
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"

# --- entry

# A pasted block is larger than a screen, and smaller than a province.
ENTRY_MAX_CELLS = number("ENTRY_MAX_CELLS", 2000)

# --- approval

# How long a granted unlock lasts unless the official says otherwise.
UNLOCK_DAYS = number("UNLOCK_DAYS", 3)

# Days before the end of self-assessment on which whoever has not handed in is told.
CAMPAIGN_REMIND_BEFORE = (7, 3, 1)

# --- API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # First, so that a caller without an account is told 401, not 403.
        "communes.rest.AccountToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["communes.rest.HasRole"],
    "DEFAULT_FILTER_BACKENDS": [
        "communes.rest.VisibleRows",
        "communes.rest.KnownParameters",
        "django_filters.rest_framework.DjangoFilterBackend",
        "communes.rest.StableOrdering",
    ],
    "DEFAULT_PAGINATION_CLASS": "communes.rest.Pages",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Giáo dục Lạng Sơn",
    "DESCRIPTION": (BASE_DIR / "edu_lang_son" / "api.md").read_text(encoding="utf-8"),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # The description holds no figures; other systems read it before they have a token.
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "ENUM_NAME_OVERRIDES": {
        "LevelEnum": "communes.levels.Level",
        "ParticipantEnum": "emulation.models.criteria.Participant",
        "PostGroupEnum": "staffing.models.codes.Post.Group",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- staff entry

# A verb may be dated this far ahead: a year written wrong is farther.
STAFF_DAYS_AHEAD = 366
# Nobody is employed before (Bộ luật Lao động 2019, điều 143).
STAFF_YOUNGEST_YEARS = 15
# Wrong pairs of number and birth date that one account may try within an hour.
STAFF_TAKE_OVER_TRIES = 10

# --- exports and imports
EXPORT_ROWS_AT_ONCE = number("EXPORT_ROWS_AT_ONCE", 5000)  # more: by a worker
EXPORT_KEEP_DAYS = number("EXPORT_KEEP_DAYS", 7)
# From so many communes on an import has the whole province computed instead.
IMPORT_COMMUNES_ONE_BY_ONE = 10

# --- public board of campaigns

# Nothing is said in numbers about fewer than so many, of a group or of a part of it.
PUBLIC_SMALLEST_GROUP = 10
# Which ranks of a block are named.
PUBLIC_BEST_RANKS = 3
# Under what terms others may use the open data: the department's to decide.
OPEN_DATA_LICENCE = os.environ.get(
    "OPEN_DATA_LICENCE", "Được sử dụng lại khi ghi rõ nguồn và thời điểm của số liệu."
)

# --- workers

CELERY_BROKER_URL = _redis["broker"]
CELERY_RESULT_BACKEND = _redis["results"]
CELERY_RESULT_EXPIRES = 24 * 60 * 60
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A task is done when it is finished, not when it is taken: a killed worker loses none.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TRACK_STARTED = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# KiB: writing papers fills caches; a process above this is replaced after its task.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task that a dead worker held comes back after this; the longest one takes minutes.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 30 * 60}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": 30 * 60}

# Work that takes longer than this ends with a notice to whoever asked for it.
JOB_NOTICE_SECONDS = 5
# How often a scheduled paper that fails is tried before it waits for a person.
PAPER_TRIES = 2

# "Minutes left" is learnt from the history once so many returns were entered by hand;
# a longer pause between two cells was spent on something else.
ENTRY_SAMPLE, ENTRY_PAUSE_SECONDS = 5, 10 * 60

# --- logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "edu_lang_son.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "INFO"},
        "django.server": {"handlers": [], "propagate": True, "level": "INFO"},
    },
}
