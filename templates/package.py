"""The zip file around a .docx: always the same bytes for the same parts."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO
from struct import Struct
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can tell
_FIRST_DAY = 0x21  # the same as a DOS date
_UTF8 = 0x800
_LOCAL = Struct("<4s5H3I2H")
_CENTRAL = Struct("<4s6H3I5H2I")
_END = Struct("<4s4H2IH")


def member(name: str) -> ZipInfo:
    """An entry without the time or the system it was written on."""
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 0
    return info


def pack(parts: Mapping[str, bytes]) -> bytes:
    """``parts`` (name -> content, in this order) as the bytes of one zip file."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(member(name), content)
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The parts of a zip file, in order. Raises zipfile.BadZipFile."""
    with ZipFile(BytesIO(data)) as file:
        return {info.filename: file.read(info) for info in file.infolist() if not info.is_dir()}


class Prepared:
    """A zip file to which parts are added again and again; its own parts are compressed only once.

    Fields are laid out as the ZIP specification (APPNOTE 6.3) says in 4.3.7, 4.3.12 and 4.3.16.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        data = pack(parts)
        with ZipFile(BytesIO(data)) as file:
            start = file.start_dir
        self._members = data[:start]
        self._directory = data[start : -_END.size]
        self._count = len(parts)

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """The bytes of the file with ``parts`` added at its end."""
        members, directory = [self._members], [self._directory]
        offset = len(self._members)
        for name, content in parts.items():
            encoded = name.encode()
            deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
            packed = deflate.compress(content) + deflate.flush()
            sizes = (zlib.crc32(content), len(packed), len(content), len(encoded), 0)
            common = (20, _UTF8, ZIP_DEFLATED, 0, _FIRST_DAY, *sizes)
            local = _LOCAL.pack(b"PK\x03\x04", *common) + encoded + packed
            directory.append(_CENTRAL.pack(b"PK\x01\x02", 20, *common, 0, 0, 0, 0, offset) + encoded)
            members.append(local)
            offset += len(local)
        listed = b"".join(directory)
        count = self._count + len(parts)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), offset, 0)
        return b"".join((*members, listed, end))
