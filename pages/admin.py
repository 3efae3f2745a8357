"""What the administration shows: each module registers the models of one room. Django looks for this name.

All of it is here: who is looking is known from `accounts` upwards, and a page that is not scoped does not exist.
"""

from pages.administration import (
    accounts,
    exhibitions,
    libraries,
    partnership,
    stops,
    tokens,
    visits,
    webhooks,
)

__all__ = ["accounts", "exhibitions", "libraries", "partnership", "stops", "tokens", "visits", "webhooks"]
