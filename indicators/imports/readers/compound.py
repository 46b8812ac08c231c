"""Compound files (OLE): the streams inside an .xls, a locked .xlsx, a .doc."""

import struct

from indicators.imports.readers import guards

_END_OF_CHAIN = 0xFFFFFFFE
_SECTORS_IN_HEADER = 109
_SMALL_SECTOR = 64
_ENTRY = 128
_ROOT, _STREAM, _STORAGE = 5, 2, 1


class CompoundFile:
    """The directory of a compound file; any stream can be read by its name."""

    def __init__(self, data: bytes):
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError, ValueError) as error:
            raise guards.damaged() from error

    def _open(self):
        sector_power = struct.unpack_from("<H", self._data, 30)[0]
        if sector_power not in (9, 12):
            raise guards.damaged()
        self._sector = 1 << sector_power
        table_count, directory = struct.unpack_from("<II", self._data, 44)
        self._small_limit, small_table, _count, more, more_count = struct.unpack_from("<5I", self._data, 56)
        places = list(struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", self._data, 76))
        for _block in range(min(more_count, len(self._data) // self._sector)):
            block = struct.unpack(f"<{self._sector // 4}I", self._sector_at(more))
            places += block[:-1]
            more = block[-1]
        self._next = self._numbers(
            b"".join(self._sector_at(place) for place in places[:table_count] if place < _END_OF_CHAIN)
        )
        self._small_next = self._numbers(self._chain(small_table))
        self._streams, self._small_sectors, self.names = {}, b"", set()
        self._read_directory(self._chain(directory))

    def _read_directory(self, directory: bytes):
        for offset in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, offset + 64)
            start, size = struct.unpack_from("<II", directory, offset + 116)
            name = directory[offset : offset + max(0, min(length, 64) - 2)].decode(
                "utf-16-le", errors="replace"
            )
            if kind == _ROOT:
                self._small_sectors = self._chain(start)[:size]
            elif kind in (_STREAM, _STORAGE):
                self.names.add(name)
                self._streams.setdefault(name, (start, size))

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream."""
        start, size = self._streams[name]
        content = self._small_chain(start) if size < self._small_limit else self._chain(start)
        return content[:size]

    def _numbers(self, content):
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _sector_at(self, place):
        content = self._data[(place + 1) * self._sector : (place + 2) * self._sector]
        if not content:
            raise guards.damaged()
        return content

    def _chain(self, place):
        sectors = []
        while place < _END_OF_CHAIN:
            sectors.append(self._sector_at(place))
            if len(sectors) > len(self._next):
                raise guards.damaged()
            place = self._next[place]
        return b"".join(sectors)

    def _small_chain(self, place):
        sectors = []
        while place < _END_OF_CHAIN:
            sectors.append(self._small_sectors[place * _SMALL_SECTOR : (place + 1) * _SMALL_SECTOR])
            if len(sectors) > len(self._small_next):
                raise guards.damaged()
            place = self._small_next[place]
        return b"".join(sectors)
