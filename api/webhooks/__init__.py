"""Webhooks: the change feed brought to a partner's own address (Standard Webhooks).

The feed is the outbox: an entry is written in the transaction of the figures it tells of. `outbox` turns entries into
deliveries, once each; `deliveries` sends those that are due, in order per subject, until the receiver has them.
"""
