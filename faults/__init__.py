"""Seeded defects of the reference server: each breaks it on purpose, and names the examples that must notice.

Each is one of the classes of real defects in catalogue/faults.yaml. The server knows nothing of them.
"""
