"""The rules: pure, without storage, web or clock.

Each is a small object of `policies.Policies`, replaceable in a test.
"""
