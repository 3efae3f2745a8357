"""What the tests of webhooks have in common: a real receiver, a webhook that leads there, news in the feed."""

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from api.webhooks import signing
from api.webhooks.models import WebhookSubscription
from api.webhooks.subscriptions import Wish, subscribe
from tourexhibit.tests.portals import free_port
from visits.models import FeedEntry, RollupState


@dataclass
class Received:
    """A receiver that runs."""

    port: int
    log: Path

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def requests(self) -> list[dict]:
        """What came in, in the order it came."""
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def told(self) -> list[tuple[int, str, str]]:
        """Number, type and object of each delivery."""
        bodies = [json.loads(request["body"]) for request in self.requests()]
        return [(body["data"]["seq"], body["type"], body["data"]["id"]) for body in bodies]


@contextmanager
def receiver(directory: Path) -> Iterator[Received]:
    port, log = free_port(), directory / f"received-{uuid.uuid4().hex[:8]}.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "api.webhooks.tests.receiver", str(log), str(port)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield Received(port, log)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def subscription(owner: User, url: str, **fields) -> WebhookSubscription:
    wish = {"name": "夜间同步", "types": [], "division": None, **fields}
    made, _secret = subscribe(owner, Wish(url=url, **wish), uuid.uuid4())
    return made


def secret_of(webhook: WebhookSubscription) -> str:
    return signing.secret_of(webhook.secrets.first().salt)


def news(
    object_id: str = "1/2026-04-01", code: str = "330521", type_: str = "day", data: str = '{"n": 1}'
) -> int:
    """One more entry of the feed, as the drain would commit it; empty `data` is a deletion. Returns its number."""
    state, _made = RollupState.objects.get_or_create(pk=1)
    state.feed_sequence += 1
    state.save()
    FeedEntry.objects.create(
        sequence=state.feed_sequence,
        at=timezone.now(),
        type=type_,
        object_id=object_id,
        operation="upsert" if data else "delete",
        division_code=code,
        data=data,
    )
    return state.feed_sequence
