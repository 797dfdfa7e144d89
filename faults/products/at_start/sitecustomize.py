"""Run by a product's Python as it starts: waits until it imports what a patch changes, and patches it.

Any other Python that finds this on its path goes on unchanged. It knows nothing of Twofold.
"""

import importlib.util
import os
import sys

PRODUCT, _, FAULT = os.environ.get("TWOFOLD_FAULT", "").partition(":")


class After:
    """Finds one module as it would be found anyway, and calls `then` once it is there."""

    def __init__(self, name, then):
        self.name, self.then = name, then

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def load_and_patch(module):
            load(module)
            self.then(FAULT)

        spec.loader.exec_module = load_and_patch
        return spec


if PRODUCT == "django_allauth" and FAULT:
    import django_allauth_patches

    sys.meta_path.insert(0, After("allauth.mfa.urls", django_allauth_patches.apply))
