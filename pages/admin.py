"""What the administration shows: each module registers the models of one room (Django looks for this name)."""

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
