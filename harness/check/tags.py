"""The closed lists of tags that are no ids: strengths and capabilities. Ids live in the catalogue."""

STRENGTHS = {"should": "a failure is a warning: the standards recommend it"}

# What an example asks of the product, or of its test hooks, beyond the guide's least.
CAPABILITIES = {
    "needs-backup-codes": "the product has backup codes",
    "needs-clock": "the product's time can be moved",
    "needs-download": "the product's backup codes can be downloaded",
    "needs-fresh-password": "the product asks for the password again before a change",
    "needs-lock": "the product locks after wrong codes",
    "needs-limited-backup-codes": "the product locks after wrong backup codes",
    "needs-new-codes": "the product makes new backup codes without turning 2FA off",
    "needs-news": "what the product tells its owner can be read",
    "needs-open-backup-way": "a backup code gets in while wrong codes have locked the authenticator",
    "needs-outbox": "what the product sends can be read",
    "needs-relink": "the product links a new phone without turning 2FA off",
    # Of the chapters beyond the guide
    "needs-device-list": "the product lets people sign other devices out one by one",
    "needs-names-with-signs": "the names of the product's accounts can hold < and >",
    "needs-password-limit": "the product limits wrong passwords before a change",
    "needs-warning": "the product warns people whose backup codes run out",
    "needs-sign-in-limit": "the product declares how long a sign-in waits for its code",
    "needs-wanted-place": "after signing in the product leads to where people wanted to go",
    "needs-place-in-link": "the address of the product's sign-in names the place to go to afterwards",
    "needs-closed-way": "the product is reached by https",
    "needs-remembered-devices": "the product spares people the code on devices that it remembers",
    "needs-password-change": "the product lets people change their password",
}

KNOWN = STRENGTHS | CAPABILITIES
