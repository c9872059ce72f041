"""The whole site in one file, and a site out of such a file.

`make` reads one snapshot of the database, so it can run while the site serves: what was answered
before it began is in it, and nothing is in it by halves. `restore` builds the new site beside the
old one, proves it by replaying memories, and only then puts it in the old one's place.

The file is a ZIP that any tool opens. Its members, in this order:

    chengsong-backup.json   {"format": 1}, not compressed, so that the file is known by its start
    rows/APP.MODEL.jsonl    one file a table: a line of JSON a row, [value, ...] in the order of the
                            manifest's "columns"; instants in ISO 8601 to the microsecond,
                            bytes in base64
    originals/SHA256        the files that texts were imported from
    secret_key              only where it was asked for: with it, logins go on after the restore
    manifest.json           {"format", "made": ISO time, "django", "database": "sqlite 3.45.1",
                            "migrations": [[app, name], ...]: those applied,
                            "tables": {"app.model": {"columns", "rows": count, "sha256"}},
                            "originals": count, "missing": [hashes of originals that were not there
                            or not whole], "secret_key": whether it is in,
                            "replay": what `checking` found, or null}

The comment of the ZIP ends in 64 hexadecimal digits: the SHA-256 of every byte before them. So
whatever is missing or changed anywhere in the file is noticed before anything is read from it.

Rows are JSON, not a copy of a database file, so a backup of SQLite restores on PostgreSQL and
back. An archive of an older version is loaded as it was and then migrated; a newer one is refused.

It holds password hashes and sessions, and must be kept as safe as the site itself.
"""

from .archive import Refused
from .making import Made, make
from .places import Site
from .restoring import Restored, restore

__all__ = ["Made", "Refused", "Restored", "Site", "make", "restore"]
