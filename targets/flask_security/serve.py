"""A site that is nothing but Flask-Security with its two factors: what `python serve.py PORT` serves.

It runs in an environment of its own (`make products`); Twofold doesn't import it. All that isn't named here
is as Flask-Security has it by default. Where it stores things is named by SITE_FOLDER.
"""

import os
import select
import sys
import time
from email.message import EmailMessage
from pathlib import Path

from flask import Flask, render_template_string
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore
from flask_security.models import fsqla_v3 as models
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event

FOLDER = Path(os.environ["SITE_FOLDER"])
COMMIT_SECONDS = 0.1
"""What storing takes, as in a database across a network: a file here is so quick that two requests of one
moment would meet by luck alone, and what comes of that is for the product to settle."""
FIRST_PAGE = """
{% extends "security/base.html" %}
{% set title = "A site" %}
{% block content %}
  {% include "security/_messages.html" %}
  <h1>{{ current_user.email or "Nobody is signed in" }}</h1>
  <p><a href="{{ url_for_security('mf_recovery_codes') }}">Recovery codes</a></p>
  {% include "security/_menu.html" %}
{% endblock content %}
"""


class MailFiles(MailUtil):
    """Writes each mail into a file of its own instead of sending it."""

    def send_mail(self, template, subject, recipient, sender, body, html, **context):
        """Write one mail, under its name only once it is whole."""
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = str(subject), str(sender), str(recipient)
        mail.set_content(body)
        name = f"{time.monotonic_ns()}.eml"
        written = FOLDER / name
        written.write_bytes(bytes(mail))
        written.rename(FOLDER / "mail" / name)


app = Flask(__name__)
app.config.update(
    SECRET_KEY="for throw-away data on loopback only",
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{FOLDER / 'site.sqlite'}",
    SECURITY_PASSWORD_SALT="for throw-away data on loopback only",
    SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
    SECURITY_REGISTERABLE=True,
    SECURITY_RECOVERABLE=True,
    SECURITY_CHANGEABLE=True,
    SECURITY_TWO_FACTOR=True,
    SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
    SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
    SECURITY_TOTP_SECRETS={"1": "for throw-away data on loopback only"},
    SECURITY_TOTP_ISSUER="Flask-Security",
)
db = SQLAlchemy(app)
models.FsModels.set_db_info(db)


class Role(db.Model, models.FsRoleMixin):
    """What a person may do at the site; nobody has one."""


class User(db.Model, models.FsUserMixin):
    """A person's account."""


class WebAuthn(db.Model, models.FsWebAuthnMixin):
    """A passkey; the model of an account names it, nobody has one."""


Security(app, SQLAlchemyUserDatastore(db, User, Role, WebAuthn), mail_util_cls=MailFiles)


@event.listens_for(Engine, "commit")
def store_slowly(connection):
    """Take the time of a database that isn't in this process; meanwhile others read what was there before."""
    select.select([], [], [], COMMIT_SECONDS)  # libfaketime does not let Python sleep


@app.get("/")
def first_page() -> str:
    """The first page: who is signed in, Flask-Security's own menu, and the one page that it lacks."""
    return render_template_string(FIRST_PAGE)


if __name__ == "__main__":
    (FOLDER / "mail").mkdir(exist_ok=True)
    with app.app_context():
        db.create_all()
    app.run(port=int(sys.argv[1]), threaded=True)
