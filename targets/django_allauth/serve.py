"""A site that is nothing but django-allauth with its mfa app: what `python serve.py runserver` serves.

It runs in an environment of its own (`make products`); Twofold doesn't import it. All that isn't named here
is as Django and django-allauth have it by default. Where it stores things is named by SITE_FOLDER.
"""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line

FOLDER = Path(os.environ["SITE_FOLDER"])
AUTH = "allauth.account.auth_backends.AuthenticationBackend"

settings.configure(
    ROOT_URLCONF="allauth.urls",
    SECRET_KEY="for throw-away data on loopback only",
    ALLOWED_HOSTS=["127.0.0.1"],
    DEBUG=True,
    USE_TZ=True,
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "site.sqlite"}},
    INSTALLED_APPS=[
        *(f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions", "messages")),
        *("django.contrib.staticfiles", "django.contrib.humanize"),
        *("allauth", "allauth.account", "allauth.mfa"),
    ],
    MIDDLEWARE=[  # as `django-admin startproject` has it, and allauth's own
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    AUTHENTICATION_BACKENDS=[AUTH],
    # Django's own advice for tests: its default takes half a second of a processor for each password.
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend",
    EMAIL_FILE_PATH=FOLDER / "mail",
    LOGIN_URL="/login/",
    LOGIN_REDIRECT_URL="/2fa/",
    ACCOUNT_LOGIN_METHODS={"email"},
    ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
    ACCOUNT_EMAIL_VERIFICATION="none",
    ACCOUNT_EMAIL_NOTIFICATIONS=True,
    MFA_TOTP_ISSUER="allauth",
    MFA_ALLOW_UNVERIFIED_EMAIL=True,
)

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
