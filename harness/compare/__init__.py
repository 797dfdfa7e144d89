"""`twofold compare`: runs side by side, behaviour by behaviour, and what changed from the first to the last.

`runs` reads them, `comparison` lines them up, `changes` and `notes` say what is not as it was; `text`, `page`
and `markdown` tell it.
"""
