"""How often something may be done: `settings.ACCOUNT_RATE_LIMITS`, counted in the shared cache.

allauth counts, ours and its own; here it is asked, and asked how long there is to wait.
"""

from __future__ import annotations

import time
from math import ceil
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

APP = "allauth.account"
Usage = Any  # what allauth gives to take back; it has no types


def spend(request: HttpRequest, action: str, *, key: str | None = None) -> Usage | None:
    """Count one more of an action; None, which is false, when it is one too many."""
    return ratelimit.consume(request, app=APP, action=action, key=key, limit_get=True)


def wait(request: HttpRequest, action: str, *, key: str | None = None) -> int:
    """Seconds until the action may be done again; 0 when it may be now."""
    now = time.time()
    ends = [0.0]
    for rate in ratelimit.get_rates(app=APP, action=action):
        if rate.per == "key" and key is None:
            continue
        place = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        history: list[float] = cache.get(place, [])
        if len(history) >= rate.amount:
            ends.append(history[rate.amount - 1] + rate.duration - now)
    return ceil(max(ends))


def longest(action: str) -> int:
    """Seconds after which an action may certainly be done again."""
    rates = ratelimit.get_rates(app=APP, action=action)
    return ceil(max((rate.duration for rate in rates), default=0))


# --- Wrong passwords


def account_of(username: str) -> str:
    """One name for all spellings by which a database finds an account.

    PostgreSQL compares in capitals: admın, with a dotless i, signs in as admin.
    """
    return username.upper().casefold()


def account_key(request: HttpRequest, username: str) -> str:
    """An account as seen from one address."""
    return f"{ratelimit.get_ip(request)}:{account_of(username)}"


def spend_sign_in(request: HttpRequest, username: str, *, known: bool) -> Usage | None:
    """Count a try to sign in, until it is known to be right; None when it is one too many.

    Few a while from one address; and many an hour from all together, who may guess with many
    addresses. That second limit does not hold for a browser in which this account was signed in
    before: strangers who guess cannot lock the member out.
    """
    usage = spend(request, "sign_in", key=account_key(request, username))
    if usage is None or known:
        return usage
    everywhere = spend(request, "sign_in_anywhere", key=account_of(username))
    if everywhere is None:
        usage.rollback()
        return None
    usage.usage += everywhere.usage
    return usage


def wait_to_sign_in(request: HttpRequest, username: str) -> int:
    """Seconds until it may be tried again to sign in to an account from here."""
    return max(
        wait(request, "sign_in", key=account_key(request, username)),
        wait(request, "sign_in_anywhere", key=account_of(username)),
    )
