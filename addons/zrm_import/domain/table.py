"""Reads a table of text from a file: CSV or XLSX, compressed or not.

Only XLSX is loaded completely, as its library needs; a limit on the unpacked size stops
decompression bombs.
"""

import bz2
import codecs
import csv
import datetime
import gzip
import io
import lzma
import zipfile
import zlib

import openpyxl

from .formula import restored

CHUNK = 1 << 20
DELIMITERS = ",;\t|"
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BROKEN = (OSError, EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, RuntimeError)
# Maximum length of a cell, enough for the text of a letter.
MAX_CELL = 5_000_000


class TableError(ValueError):
    """The file cannot be read; ``reason`` is one of the words used below."""

    def __init__(self, reason, detail=""):
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class Limited(io.RawIOBase):
    """Reads another file up to a number of bytes."""

    def __init__(self, inner, limit):
        self.inner, self.left = inner, limit

    def readable(self):
        return True

    def readinto(self, buffer):
        try:
            data = self.inner.read(min(len(buffer), CHUNK))
        except BROKEN as error:
            raise TableError("broken") from error
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                raise TableError("too_big")
        buffer[: len(data)] = data
        return len(data)

    def close(self):
        self.inner.close()
        return super().close()


class Table:
    r"""A heading and rows of text.

    :param opener: opens the file for reading bytes, each time it is called
    :param limit: how many bytes it may have unpacked; None: any number
    :param encoding: None to find out
    :raise TableError: when there is nothing to read

    >>> table = Table(lambda: io.BytesIO(b"key;opened\n1;2015-01-01\n\n2\n"))
    >>> table.kind, table.encoding, table.delimiter, table.header
    ('csv', 'utf-8', ';', ['key', 'opened'])
    >>> list(table.rows())
    [(2, ['1', '2015-01-01']), (4, ['2', ''])]
    >>> Table(lambda: io.BytesIO(gzip.compress(b"a,b\n1,2\n"))).header
    ['a', 'b']
    >>> Table(lambda: io.BytesIO(b""))
    Traceback (most recent call last):
    ...
    odoo.addons.zrm_import.domain.table.TableError: empty
    """

    def __init__(self, opener, limit=None, encoding=None, delimiter=None):
        csv.field_size_limit(MAX_CELL)
        self.opener, self.limit = opener, limit
        with self._unpacked() as file:
            head = file.read(8)
        if not head.strip():
            raise TableError("empty")
        if head[:4] == b"\xd0\xcf\x11\xe0":
            raise TableError("old_excel")
        self.kind = "xlsx" if head[:4] == b"PK\x03\x04" else "csv"
        self.encoding = self.delimiter = None
        if self.kind == "csv":
            self.encoding = encoding or self._find_encoding()
            self.delimiter = delimiter or self._find_delimiter()
        self.header = self._read_header()

    # ------------------------------------------------------------------
    # Unpacking
    # ------------------------------------------------------------------

    def _unpacked(self):
        """The unpacked file, to be read once."""
        raw = self.opener()
        head = raw.read(6)
        raw.seek(0)
        inner = raw
        try:
            if head.startswith(b"\xfd7zXZ\x00"):
                inner = lzma.LZMAFile(raw)  # noqa: SIM115 (Limited closes it)
            elif head.startswith(b"\x1f\x8b"):
                inner = gzip.GzipFile(fileobj=raw)
            elif head.startswith(b"BZh"):
                inner = bz2.BZ2File(raw)
            elif head.startswith(b"PK\x03\x04"):
                inner = self._unzipped(raw)
        except BROKEN as error:
            raise TableError("broken") from error
        return io.BufferedReader(Limited(inner, self.limit), CHUNK)

    def _unzipped(self, raw):
        archive = zipfile.ZipFile(raw)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if any(entry.filename == "[Content_Types].xml" for entry in entries):
            # A spreadsheet; its library unpacks it, so the sizes count as they are declared,
            # which is as far as the standard library unpacks.
            if self.limit is not None and sum(entry.file_size for entry in entries) > self.limit:
                raise TableError("too_big")
            raw.seek(0)
            return raw
        entries = [entry for entry in entries if not entry.filename.startswith("__MACOSX")]
        if len(entries) != 1:
            raise TableError("zip_many")
        if entries[0].flag_bits & 1:
            raise TableError("zip_locked")
        return archive.open(entries[0])

    # ------------------------------------------------------------------
    # Detection
    # ------------------------------------------------------------------

    def _find_encoding(self):
        """The encoding by which the whole file can be read.

        A byte order mark, UTF-8, or Windows' Arabic where most of what is not
        ASCII is an Arabic letter by it; anything else has to be said.
        """
        sample = b""
        decoder = codecs.getincrementaldecoder("utf-8")()
        with self._unpacked() as file:
            while data := file.read(CHUNK):
                if not sample:
                    sample = data
                    for mark, encoding in BOMS:
                        if data.startswith(mark):
                            return encoding
                try:
                    decoder.decode(data)
                except UnicodeDecodeError:
                    break
            else:
                return "utf-8"
            text = data.decode("cp1256")
        letters = [sign for sign in text if ord(sign) > 127 and sign.isalpha()]
        arabic = sum("\u0600" <= sign <= "\u06ff" for sign in letters)
        if letters and arabic > 0.8 * len(letters):
            return "cp1256"
        raise TableError("encoding")

    def _find_delimiter(self):
        with self._text() as text:
            try:
                line = next((line for line in text if line.strip()), "")
            except UnicodeError as error:
                raise TableError("encoding") from error
        outside = "".join(line.split('"')[::2])
        return max(DELIMITERS, key=lambda sign: (outside.count(sign), -DELIMITERS.index(sign)))

    def _text(self):
        return io.TextIOWrapper(self._unpacked(), self.encoding, newline="")

    def _read_header(self):
        _line, cells = next(self._lines(), (0, []))
        header = [cell or f"#{position}" for position, cell in enumerate(cells, 1)]
        while header and header[-1] == f"#{len(header)}":
            header.pop()
        if not header:
            raise TableError("empty")
        for name in header:
            if header.count(name) > 1:
                raise TableError("twice", name)
        return header

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def rows(self):
        """Rows as ``(line in the file, cells)``; blank ones are no rows.

        Cells that are missing at the end are empty; cells beyond the heading
        are kept, if there is something in them.
        """
        width = len(self.header)
        lines = self._lines()
        next(lines)
        for line, cells in lines:
            while len(cells) > width and not cells[-1]:
                cells.pop()
            yield line, cells + [""] * (width - len(cells))

    def _lines(self):
        lines = self._xlsx_lines() if self.kind == "xlsx" else self._csv_lines()
        for line, cells in lines:
            stripped = [restored(cell.strip()) for cell in cells]
            if any(stripped):
                yield line, stripped

    def _csv_lines(self):
        with self._text() as text:
            reader = csv.reader(text, delimiter=self.delimiter)
            try:
                for cells in reader:
                    yield reader.line_num, cells
            except UnicodeError as error:
                raise TableError("encoding") from error
            except csv.Error as error:
                raise TableError("csv", str(reader.line_num)) from error

    def _xlsx_lines(self):
        with self._unpacked() as file:
            content = io.BytesIO(file.read())
        try:
            book = openpyxl.load_workbook(content, read_only=True, data_only=True)
            for line, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
                yield line, [cell_text(value) for value in row]
        except (KeyError, ValueError, IndexError, SyntaxError, *BROKEN) as error:
            if isinstance(error, TableError):
                raise
            raise TableError("broken") from error


def cell_text(value):
    """A spreadsheet's value as text.

    >>> [cell_text(value) for value in (None, 12.0, 1.5, datetime.datetime(2015, 1, 2), " x")]
    ['', '12', '1.5', '2015-01-02', ' x']
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return str(value.date()) if midnight else value.isoformat(" ", "seconds")
    return str(value)
