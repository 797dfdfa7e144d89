"""The bundled reference server as a product under test; no other target knows `server`."""

from targets.reference.product import ReferenceProduct


def create() -> ReferenceProduct:
    """The target that `--target reference` names."""
    return ReferenceProduct()
