"""The app on a phone that shows one-time codes (RFC 6238)."""

import base64
import hmac
import struct
import time

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret=SECRET, *, ago=0):
    """The six digits shown now, or so many half minutes ago."""
    counter = struct.pack(">Q", int(time.time()) // 30 - ago)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"
