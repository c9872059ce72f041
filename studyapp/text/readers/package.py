"""An Office file opened safely: an archive of XML parts, each read by itself and up to a limit."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from studyapp.text.source import Unreadable

MOST_MEMBERS = 5_000
LARGEST_PART = 48_000_000
"""Bytes of one part unpacked. A million characters of a heavily formatted text are half of it."""
_SUSPECT_RATIO = 200
_DOCUMENT = "/officeDocument"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


class Package:
    """The parts of an Office file. Only those asked for are unpacked; relations to addresses
    outside the file are never followed, and names never become paths."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Unreadable("damaged") from error
        members = self._archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise Unreadable("unpacked_too_large")
        if any(member.flag_bits & 1 for member in members):
            raise Unreadable("encrypted")
        self._names = {member.filename: member for member in members}

    def part(self, name: str) -> etree._Element | None:
        """The XML of a part; None where there is none of that name."""
        if name not in self._names:
            return None
        data = self._unpacked(self._names[name])
        try:
            root = etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            raise Unreadable("damaged") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable("entities")
        return root

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        """The bytes of a member. What the archive says of its size is not believed."""
        is_suspect = member.file_size > _SUSPECT_RATIO * max(member.compress_size, 1)
        if member.file_size > LARGEST_PART or (is_suspect and member.file_size > 5_000_000):
            raise Unreadable("unpacked_too_large")
        try:
            with self._archive.open(member) as file:
                data = file.read(LARGEST_PART + 1)
        except _BROKEN as error:
            raise Unreadable("damaged") from error
        if len(data) > LARGEST_PART:
            raise Unreadable("unpacked_too_large")
        return data

    def main_part(self) -> str:
        """The name of the part that holds the document."""
        for kind, target in self._relations(""):
            if kind.endswith(_DOCUMENT):
                return target
        return "word/document.xml"

    def related(self, name: str, kind: str) -> etree._Element | None:
        """The part of that kind (styles, numbering, footnotes) which belongs to another."""
        for found, target in self._relations(name):
            if found.endswith("/" + kind):
                return self.part(target)
        return None

    def _relations(self, name: str) -> Iterator[tuple[str, str]]:
        folder, base = posixpath.split(name)
        relations = self.part(posixpath.join(folder, "_rels", base + ".rels"))
        for relation in () if relations is None else relations:
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                path = target if target.startswith("/") else posixpath.join(folder, target)
                yield relation.get("Type", ""), posixpath.normpath(path).lstrip("/")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
