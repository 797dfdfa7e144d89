"""Makes one run of several that acted out parts of it, on one machine or on several.

`shard` reads one and makes sure of it, `agreement` says why some are no parts of one run, `joined` makes
one record and one log of them, `merging` writes all that a run leaves. Who acts what out is pytest-split's
business; `durations` tells it how long each example takes.
"""
