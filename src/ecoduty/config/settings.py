"""Django's settings: one file for every installation; what differs comes from ECODUTY_* variables (environment.py)."""

from __future__ import annotations

import hashlib
import os
from ipaddress import ip_network
from typing import Any

from ecoduty.config import channels, environment, logs

_env = environment.read()

HOME = _env.home
PORT = _env.port
CONNECT_AS = _env.connect_as
DOORS = _env.doors  # which of desk, api and portal this process opens
DEBUG = _env.debug
REHEARSAL = _env.rehearsal  # then its clock is asked for again and again
# `serve` writes a key into the home and hands it down; commands that never sign anything do without.
SECRET_KEY = os.environ.get("ECODUTY_SECRET_KEY") or hashlib.sha256(str(HOME).encode()).hexdigest()
# Numbers and codes for the public are derived with it; a portal on a machine of its own and the desk must have the same.
INTAKE_KEY = os.environ.get("ECODUTY_INTAKE_KEY") or hashlib.sha256(f"intake:{SECRET_KEY}".encode()).hexdigest()
# The keys that seal secrets in the database (kernel/sealing); no part of any backup.
KEY_FILE = _env.key_file
ALLOWED_HOSTS = [host for host in os.environ.get("ECODUTY_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("ECODUTY_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "procrastinate.contrib.django",
    "template_partials",
    "ecoduty.kernel.clock",
    "ecoduty.kernel.files",
    "ecoduty.kernel.ledger",
    "ecoduty.kernel.outbox",
    "ecoduty.kernel.rulebook",
    "ecoduty.organisation.directory",
    "ecoduty.organisation.accounts",
    "ecoduty.organisation.enrolment",
    "ecoduty.organisation.tokens",
    "ecoduty.casework.matters",
    "ecoduty.casework.legal_basis",
    "ecoduty.casework.search",
    "ecoduty.casework.figures",
    "ecoduty.casework.documents",
    "ecoduty.casework.duties",
    "ecoduty.casework.escalation",
    "ecoduty.casework.deliveries",
    "ecoduty.casework.saved_filters",
    "ecoduty.casework.publications",
    "ecoduty.casework.intakes",
    "ecoduty.casework.zones",
    "ecoduty.casework.succession",
    "ecoduty.casework.rehearsal",
    "ecoduty.mechanisms.reports",
    "ecoduty.mechanisms.responsibilities",
    "ecoduty.mechanisms.lead_departments",
    "ecoduty.mechanisms.leadership",
    "ecoduty.mechanisms.legal_review",
    "ecoduty.mechanisms.complaints",
    "ecoduty.mechanisms.coordination",
    "ecoduty.mechanisms.inspections",
    "ecoduty.mechanisms.accountability",
    "ecoduty.mechanisms.appraisals",
    "ecoduty.mechanisms.enforcement",
    "ecoduty.mechanisms.encouragement",
    "ecoduty.mechanisms.facility_openings",
    "ecoduty.mechanisms.participation",
    "ecoduty.mechanisms.policy_documents",
    "ecoduty.mechanisms.situation",
    "ecoduty.mechanisms.supervision_orders",
    "ecoduty.mechanisms.work_plans",
    "ecoduty.interfaces.api",
    "ecoduty.interfaces.channels",
    "ecoduty.interfaces.channels.open311",
    "ecoduty.interfaces.channels.webhook",
    "ecoduty.interfaces.channels.hotline12345",
    "ecoduty.interfaces.desk",
    "ecoduty.interfaces.portal",
]

MIDDLEWARE = [
    "ecoduty.interfaces.health.HealthMiddleware",
    "ecoduty.interfaces.request_id.RequestIdMiddleware",
    *(["ecoduty.kernel.clock.rehearsing.RehearsalMiddleware"] if _env.rehearsal else []),
    *(["ecoduty.interfaces.portal.keeping.KeepPages"] if "portal" in _env.doors else []),
    "ecoduty.interfaces.api.middleware.HeadMiddleware",
    "ecoduty.interfaces.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ecoduty.kernel.files.middleware.RefuseOversized",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ecoduty.config.urls"
WSGI_APPLICATION = "ecoduty.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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


def _databases() -> dict[str, Any]:
    """`default` as the role this process runs under, `portal` always as the portal's own role."""
    names = {"app": "ECODUTY_DATABASE_URL", "owner": "ECODUTY_DATABASE_OWNER_URL"}
    if _env.database_url and _env.owner_url:
        urls = {"app": _env.database_url, "owner": _env.owner_url, "portal": _env.portal_url or _env.database_url}
        chosen = environment.database_from_url(urls[CONNECT_AS], names.get(CONNECT_AS, "ECODUTY_DATABASE_PORTAL_URL"))
        portal = environment.database_from_url(urls["portal"], "ECODUTY_DATABASE_PORTAL_URL")
    elif _env.portal_url:
        chosen = portal = environment.database_from_url(_env.portal_url, "ECODUTY_DATABASE_PORTAL_URL")
    else:
        host = str(environment.socket_folder(HOME))
        base = {"ENGINE": "django.db.backends.postgresql", "NAME": "ecoduty", "HOST": host, "PORT": "5432"}
        chosen = {**base, "USER": f"ecoduty_{CONNECT_AS}"}
        portal = {**base, "USER": "ecoduty_portal"}
    common: dict[str, Any] = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    return {"default": {**chosen, **common}, "portal": {**portal, **common}}


DATABASES = _databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "ecoduty.interfaces.desk.errors.csrf_failure"
AXES_LOCKOUT_CALLABLE = "ecoduty.interfaces.desk.views.entrance.locked_out"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False

# Unified log-in (OpenID Connect) of the government network: off unless there is an issuer.
OIDC_ISSUER = os.environ.get("ECODUTY_OIDC_ISSUER", "")
OIDC_CLIENT_ID = os.environ.get("ECODUTY_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("ECODUTY_OIDC_CLIENT_SECRET", "")
OIDC_LABEL = os.environ.get("ECODUTY_OIDC_LABEL", "统一身份认证")
# A claim that is a username here, such as preferred_username; empty: only accounts linked by an administrator get in.
OIDC_USERNAME_CLAIM = os.environ.get("ECODUTY_OIDC_USERNAME_CLAIM", "")
OIDC_SECONDS = 3.0  # how long the provider may take for one answer

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_ROOT = HOME / "files"
# A folder with the faces of official documents (小标宋, 仿宋, 楷体 …); without it the usual places of the system are searched.
DOCUMENT_FONTS = os.environ.get("ECODUTY_FONTS", "")
FILE_SIZE_LIMIT = 100 * 1024 * 1024  # bytes
# Departments' sites may stand on the government's own network, behind addresses the internet does not know.
LINK_CHECK_PRIVATE = os.environ.get("ECODUTY_LINK_CHECK_PRIVATE", "") == "1"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Networks that events may be sent into although the internet does not know them, such as 10.2.0.0/16,10.3.4.5/32.
WEBHOOK_NETWORKS = [ip_network(one) for one in os.environ.get("ECODUTY_WEBHOOK_NETWORKS", "").split(",") if one]
API_RATE = int(os.environ.get("ECODUTY_API_RATE", "600"))  # calls a minute for each token

# How often the portal's processes look whether something that they show has changed, at most.
PORTAL_LOOK_SECONDS = 1.0
# A portal in another network zone, without a line between: which side this is (desk, portal), and the public keys of the
# other one's packages (`ecoduty portal key` there).
ZONE = os.environ.get("ECODUTY_ZONE", "")
ZONE_PARTNERS = [one for one in os.environ.get("ECODUTY_ZONE_PARTNER", "").split(",") if one]
# Which sites may frame a department's list (portal/embed/), beside this one; where staff log in, empty for no such link.
PORTAL_FRAME_ANCESTORS = ["'self'", *os.environ.get("ECODUTY_FRAME_ANCESTORS", "").split()]
PORTAL_STAFF_URL = os.environ.get("ECODUTY_STAFF_URL", "/login/")

# Where people reach the desk, for links in messages; empty for messages without links.
# Channels that lead outside: each off until its own variables are set (config/channels.py).
MAIL = channels.mail()
SMS = channels.gateway("ECODUTY_SMS")
WORKCHAT = channels.gateway("ECODUTY_WORKCHAT")
# 12345: a certificate file of the other side's own authority, and the folder of a line without a network.
HOTLINE_CA = os.environ.get("ECODUTY_HOTLINE_CA", "")
HOTLINE_FOLDER = os.environ.get("ECODUTY_HOTLINE_FOLDER", "")
DESK_URL = os.environ.get("ECODUTY_DESK_URL", "").rstrip("/")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
# A proxy in front speaks HTTPS; it sets X-Forwarded-Proto itself and lets no client's through (deploy/nginx).
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("ECODUTY_HTTPS", "") == "1"
BEHIND_PROXY = SESSION_COOKIE_SECURE  # then the visitor's address is what the proxy says
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}

LOGGING = logs.configured(os.environ.get("ECODUTY_LOG_LEVEL", "WARNING"))
