"""The time zones that one may choose: the common ones first, then by continent and ocean."""

from __future__ import annotations

import zoneinfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

COMMON_ZONES = {
    "Asia/Shanghai": _("Beijing time"),
    "Asia/Urumqi": _("Xinjiang time (Ürümqi)"),
    "Asia/Hong_Kong": _("Hong Kong"),
    "Asia/Macau": _("Macao"),
    "Asia/Taipei": _("Taipei"),
    "Asia/Singapore": _("Singapore"),
    "Asia/Tokyo": _("Tokyo"),
    "Europe/London": _("London"),
    "Europe/Berlin": _("Berlin"),
    "America/New_York": _("New York"),
    "America/Los_Angeles": _("Los Angeles"),
    "Australia/Sydney": _("Sydney"),
    "UTC": "UTC",
}

# What the rest is called after. Zones of no place, and old names of others, are not offered.
REGIONS = {
    "Asia": _("Asia"),
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}

Choices = list[tuple[str, str]]


def zone_choices(own: str) -> list[tuple[str, Choices]]:
    """The zones in their groups, for a form; `own` is among them, whatever it is."""
    common = [(name, str(words)) for name, words in COMMON_ZONES.items()]
    groups: dict[str, Choices] = {region: [] for region in REGIONS}
    for name in sorted(zoneinfo.available_timezones() - COMMON_ZONES.keys()):
        region = name.partition("/")[0]
        if region in groups:
            groups[region].append((name, name.replace("_", " ")))
        elif name == own:
            common.append((name, name))
    others = [(str(REGIONS[region]), zones) for region, zones in groups.items()]
    return [(gettext("Often chosen"), common), *others]
