"""A guide for a product's users, made of a run: how to do things there, as far as the run has shown it.

`how_to` reads the wording (catalogue/how_to.yaml), `telling` puts it together with what the run saw, `page`
writes it. docs/user-guide.md says what for. `plugin` lets a run take the pictures.
"""
