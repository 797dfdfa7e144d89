"""The doctor: tells whether a target's file fits its product, in under a minute, and which line to mend.

`visit` holds what one visit knows, `consult` the order of its checks; these are in `arriving`, `signing_in`,
`setting_up`, `facts`, `facts_in_time` and `locks`. `start` lets every run begin with a short visit.
"""
