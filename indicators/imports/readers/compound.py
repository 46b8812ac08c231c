"""Compound files (OLE): the streams inside an .xls, a locked .xlsx, a .doc."""

import struct
from io import BytesIO

import olefile

from indicators.imports.readers import guards

_TABLES_COUNT_AT = 44
_SECTOR = 512


class CompoundFile:
    """The directory of a compound file; any stream can be read by its name."""

    def __init__(self, data: bytes):
        # olefile loads as many tables as the header promises, the same one again and again.
        if len(data) < _SECTOR or struct.unpack_from("<I", data, _TABLES_COUNT_AT)[0] > len(data) // _SECTOR:
            raise guards.damaged()
        try:
            self._file = olefile.OleFileIO(BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT)
            paths = self._file.listdir(streams=True, storages=True)
        except Exception as error:  # whatever olefile stumbles over is a fault of the file
            raise guards.damaged() from error
        self._paths = {path[-1]: path for path in reversed(paths)}
        self.names = set(self._paths)

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream."""
        try:
            return self._file.openstream(self._paths[name]).read()
        except Exception as error:  # as above
            raise guards.damaged() from error
