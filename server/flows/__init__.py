"""What happens, in order: each flow asks the rules, changes the store and says what came of it.

No page, no HTTP here.
"""
