"""How often one may ask: a fixed number of requests a minute for each token, and for each address without one.

People who are signed in are not limited: a phone that syncs three days of counts at once must get through. What is
kept between requests is a number in the cache; where the cache does not answer, the request goes through. The cache is
Redis; without it each process counts in its own memory, so that the limit of a portal is that of one process times
`WEB_CONCURRENCY`, and what the answers tell is what this process has counted.
"""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW = 60  # seconds

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Allowance:
    """What one caller has in the running window. `reset` is in seconds from now."""

    limit: int
    used: int
    reset: int

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "RateLimit-Reset": str(self.reset),
            "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }


class RequestsAMinute(BaseThrottle):
    """429 with Retry-After above `API_REQUESTS_PER_MINUTE`; the answers tell what is left."""

    def allow_request(self, request: Request, view) -> bool:
        who = self._who(request)
        if who is None or not settings.API_REQUESTS_PER_MINUTE:
            return True
        now = int(time.time())
        window = now // WINDOW
        self.allowance = Allowance(
            settings.API_REQUESTS_PER_MINUTE, _count(f"api:{who}:{window}"), (window + 1) * WINDOW - now
        )
        view.allowance = self.allowance
        return self.allowance.used <= self.allowance.limit

    def wait(self) -> float:
        return self.allowance.reset

    def _who(self, request: Request) -> str | None:
        token = request.auth
        if token is not None:
            return f"token:{token.pk}"
        return None if request.user.is_authenticated else f"address:{self.get_ident(request)}"


def _count(key: str) -> int:
    """One more, atomically, in this window; 0 when the cache is away."""
    cache = caches["limits"]
    try:
        cache.add(key, 0, timeout=2 * WINDOW)
        return cache.incr(key)
    except Exception:
        # Redis is a hint here as well: without it nobody is turned away.
        logger.warning("The cache of request limits does not answer", exc_info=True)
        return 0
