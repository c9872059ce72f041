"""Dates as they are written in Chinese: Django pads the month with a zero."""

MONTH_DAY_FORMAT = "n月j日"
