"""The closed lists of tags that are no ids: strengths and capabilities. Ids live in the catalogue."""

STRENGTHS = {"should": "a failure is a warning: the standards recommend it"}

# What an example asks of the product, or of its test hooks, beyond the guide's least.
CAPABILITIES = {
    "needs-backup-codes": "the product has backup codes",
    "needs-clock": "the product's time can be moved",
    "needs-fresh-password": "the product asks for the password again before a change",
    "needs-lock": "the product locks after wrong codes",
    "needs-outbox": "what the product sends can be read",
    "needs-relink": "the product links a new phone without turning 2FA off",
}

KNOWN = STRENGTHS | CAPABILITIES
