"""The zip file around a .docx: always the same bytes for the same parts."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can tell


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


def extend(base: bytes, parts: Mapping[str, bytes]) -> bytes:
    """``base`` with ``parts`` added at its end; what is already compressed is not touched again."""
    buffer = BytesIO(base)
    with ZipFile(buffer, "a", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(member(name), content)
    return buffer.getvalue()
