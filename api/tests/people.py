"""How schemathesis calls the API as somebody who is signed in, at what there is to call (`.ci/contract`)."""

import json
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.scope import scope_of
from exhibitions.models import Event, Stop

CSRF = "c" * 32


def configuration(username: str) -> str:
    """The configuration as TOML: a session of this account, and words for the addresses, the own and another's."""
    user = User.objects.get(username=username)
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    today = timezone.localdate()
    stops = (
        Stop.objects.open_on(today).within_reach(scope_of(user)).order_by("pk").values_list("pk", flat=True)
    )
    own = list(stops[:3])
    others = Stop.objects.exclude(pk__in=own).order_by("pk").values_list("pk", flat=True)[:1]
    events = Event.objects.filter(stop__in=own).order_by("pk")[:5]
    words = {
        "stop": [str(number) for number in (*own, *others)],
        "day": [(today - timedelta(days=days)).isoformat() for days in range(4)],
        "event": [str(event.pk) for event in events] or ["1"],
        "key": [str(event.key) for event in events] or ["11111111-1111-4111-8111-111111111111"],
        "counter": ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"],
    }
    lines = [
        "[headers]",
        f'Cookie = "sessionid={session}; csrftoken={CSRF}"',
        f'X-CSRFToken = "{CSRF}"',
        "[parameters]",
        *(f'"path.{name}" = {{ dictionary = "{name}", probability = 0.8 }}' for name in words),
        "[checks.positive_data_acceptance]",
        "enabled = false",
    ]
    # Each tally of a batch has a status of its own: the whole is 200 also where one of them is refused.
    lines += [
        "[[operations]]",
        'include-name = "POST /api/v1/counts/batch/"',
        "[operations.checks.negative_data_rejection]",
        "enabled = false",
    ]
    for name, values in words.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(values)}"]
    return "\n".join(lines)
