"""Every number the server promises, in one frozen record. No rule and no behaviour lives here.

Sources: RFC 4226 and RFC 6238; NIST SP 800-63B-4 (cited 'NIST'); OWASP ASVS 5.0.0 (cited 'ASVS'); the
OWASP Password Storage Cheat Sheet; the issue that ordered this server (cited 'issue').
"""

from dataclasses import dataclass

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True)
class Policy:
    """What this server promises, each with unit and source. Times are seconds unless the name says otherwise.

    Declared disclosure: sign-up answers differently for an address that has an account ("That didn't work. If
    you have an account already, sign in instead."), because a new account is signed in at once. Sign-in and
    password reset answer alike whether or not an account exists.
    """

    product: str = "Lantern"

    # Time-based codes
    digits: int = 6  # RFC 4226 5.3 R4: six at least
    step_seconds: int = 30  # RFC 6238 5.2: 30 s recommended
    algorithm: str = "SHA1"  # RFC 6238 1.2: the default, and what every authenticator app supports
    steps_back: int = 1  # RFC 6238 5.2: one step for delay
    steps_ahead: int = 1  # RFC 6238 6: a small look-ahead for a fast clock
    key_bytes: int = 20  # RFC 4226 4 R6: 160 bits recommended
    near_seconds: int = 20 * MINUTE  # issue: how far off a clock may be for the 'set your clock' hint

    # Backup codes
    backup_codes: int = 10  # issue
    backup_code_alphabet: str = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: none reads as another
    backup_code_groups: int = (
        4  # 4 groups of 4 of 31 characters: 79 bits; NIST 4.2.1.1 asks for 64, the issue for 50
    )
    backup_code_group_length: int = 4
    backup_salt_bytes: int = 16  # NIST 3.1.1.2: 32 bits at least; 128 bits are customary for argon2
    backup_codes_low: int = 3  # issue: from here on the person is told how many are left

    # Second-step limits, for each account and method
    wrong_codes_to_lock: int = 5  # issue; PSD2 RTS 4.3(b): five
    lock_seconds: int = 15 * MINUTE  # issue; within NIST 3.2.2's 'up to an hour'
    wrong_codes_to_disable: int = 100  # NIST 3.2.2: not more than 100 in a row
    tell_tries_left_from: int = 2  # NIST 8.1: tell how many tries are left (here: when it begins to matter)

    # Passwords
    password_min_chars: int = 15  # NIST 3.1.1.2: 15 where the password can stand alone
    password_max_chars: int = 256  # NIST 3.1.1.2: 64 at least must be allowed
    wrong_passwords_to_wait: int = 10  # issue: in a row for one account from one address
    password_wait_seconds: int = 15 * MINUTE  # issue
    argon2_memory_kib: int = 19456  # OWASP Password Storage: argon2id, m=19 MiB, t=2, p=1
    argon2_passes: int = 2  # same
    argon2_lanes: int = 1  # same
    reset_link_seconds: int = 1 * HOUR  # NIST 4.2.1.2: 24 h at most by e-mail
    reset_links_an_hour: int = 5  # so that nobody's mailbox can be flooded

    # Enrolment
    binding_seconds: int = 10 * MINUTE  # issue; ASVS 6.4.1 (short-lived)
    wrong_codes_to_end_binding: int = 5  # issue

    # Sessions
    fresh_password_seconds: int = 15 * MINUTE  # issue; ASVS 7.5.1
    half_sign_in_seconds: int = 10 * MINUTE  # issue
    idle_seconds: int = 1 * HOUR  # NIST 2.2.3: 1 h advised at AAL2
    overall_seconds: int = 24 * HOUR  # NIST 2.2.3: 24 h advised at AAL2
    anonymous_seconds: int = 1 * HOUR  # as long as the reset link that such a session holds
    touch_seconds: int = 60  # how exactly 'last seen' is kept, to spare a write for every page
    remembered_days: int = (
        0  # NIST 5.1: a remembered browser is no sign-in; none is, unless a variant says so
    )
    session_token_bytes: int = 32  # NIST 5.1: 64 bits at least; ASVS 7.2.3: 128

    # The web
    body_bytes: int = 64 * 1024  # issue
    request_seconds: int = 20  # for a request to arrive in full: RFC 9110 15.5.9 leaves it to the server
    field_chars: int = 4096
    email_chars: int = 254  # RFC 5321 4.5.3.1.3: a path of 256 with its angle brackets
    activity_shown: int = 30
