"""`twofold prove`: runs the examples against products broken on purpose, and says whether they notice.

A suite that is only ever run against right products can't tell whether it could fail. `campaign` is the door.
"""
