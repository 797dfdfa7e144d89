"""Lantern, the bundled reference web server: accounts with two-factor authentication, done exactly.

It imports nothing of the project outside this package. `server.app.create_app` wires it;
`python -m server` starts it.
"""
