"""What most products have in common, so that a target file says only what is particular to one of them."""

from targets.common.accounts import Pool, new_address, sign_up, sign_up_by_script
from targets.common.clocks import RealClock
from targets.common.outbox import link_in, mails
from targets.common.pages import Pages
from targets.common.product import Product, StartedProduct, node_of, python_of
from targets.common.settings import Settings

__all__ = [
    "Pages",
    "Pool",
    "Product",
    "RealClock",
    "Settings",
    "StartedProduct",
    "link_in",
    "mails",
    "new_address",
    "node_of",
    "python_of",
    "sign_up",
    "sign_up_by_script",
]
