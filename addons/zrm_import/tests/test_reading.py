import bz2
import doctest
import gzip
import io
import lzma
import zipfile

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ..domain import guess, table
from ..domain.table import Table, TableError
from .common import ImportCommon

TEXT = "key,opened,شرح\n1,2015-01-01,سلام\n2,2015-01-02,\n".encode()
ROWS = [["1", "2015-01-01", "سلام"], ["2", "2015-01-02", ""]]


def zipped(*files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return content.getvalue()


def spreadsheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(content, **options):
    found = Table(lambda: io.BytesIO(content), **options)
    return [cells for _line, cells in found.rows()]


@tagged("post_install", "-at_install")
class TestTable(BaseCase):
    def test_doctests(self):
        for module in (table, guess):
            self.assertFalse(doctest.testmod(module).failed)

    def test_packed_in_every_way(self):
        packed = {
            "plain": TEXT,
            "xz": lzma.compress(TEXT),
            "gz": gzip.compress(TEXT),
            "bz2": bz2.compress(TEXT),
            "zip": zipped(("folder/old.csv", TEXT), ("__MACOSX/old.csv", b"x")),
            "packed spreadsheet": gzip.compress(spreadsheet(["key", "opened", "شرح"], *ROWS)),
        }
        for way, content in packed.items():
            with self.subTest(way):
                self.assertEqual(read(content), ROWS)

    def test_encodings(self):
        text = TEXT.decode().replace("\n", "\r\n")
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            with self.subTest(encoding):
                self.assertEqual(read(text.encode(encoding)), ROWS)
        arabic = "key;تاريخ\n1;سلام عليكم\n".encode("cp1256")
        self.assertEqual(read(arabic), [["1", "سلام عليكم"]])
        with self.assertRaises(TableError) as caught:
            read("key,name\n1,Müller-Lüdenscheidt Straße\n".encode("latin-1"))
        self.assertEqual(caught.exception.reason, "encoding")
        latin = read("key,name\n1,Müller\n".encode("latin-1"), encoding="latin-1")
        self.assertEqual(latin, [["1", "Müller"]])

    def test_delimiters(self):
        for sign in ",;\t|":
            with self.subTest(sign):
                text = f'a{sign}"b{sign}, c"{sign}d\n1{sign}2{sign}3\n'
                self.assertEqual(read(text.encode()), [["1", "2", "3"]])

    def test_what_cannot_be_read_says_why(self):
        bad = {
            "empty": b"",
            "broken": lzma.compress(TEXT)[:40],
            "old_excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
            "zip_many": zipped(("a.csv", TEXT), ("b.csv", TEXT)),
            "twice": b"key,key\n1,2\n",
        }
        for reason, content in bad.items():
            with self.subTest(reason), self.assertRaises(TableError) as caught:
                read(content)
            self.assertEqual(caught.exception.reason, reason)
        with self.assertRaises(TableError):
            read(zipped(("[Content_Types].xml", "no"), ("x", "y")))

    def test_bombs_are_stopped(self):
        bomb = b"key,text\n" + b"1,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n" * 200_000
        sheet = zipped(("[Content_Types].xml", b" " * 2_000_000))
        for way, content in {
            "xz": lzma.compress(bomb),
            "gz": gzip.compress(bomb),
            "bz2": bz2.compress(bomb),
            "zip": zipped(("old.csv", bomb)),
            "spreadsheet": sheet,
        }.items():
            self.assertLess(len(content), 100_000)
            with self.subTest(way), self.assertRaises(TableError) as caught:
                read(content, limit=1_000_000)
            self.assertEqual(caught.exception.reason, "too_big")


@tagged("post_install", "-at_install")
class TestFile(ImportCommon):
    def test_columns_are_guessed_in_both_languages(self):
        run = self.make_run("کد رهگیری;واحد;موضوع;تاریخ ثبت;شرح\n1;T-1;T-S1;1393/10/12;متن\n")
        self.assertEqual(
            run.column_ids.mapped("target"),
            ["key", "unit", "subject1", "received_at", "description"],
        )
        self.go(run)
        case = self.cases()
        self.assertEqual(str(case.received_at.date()), "2015-01-02")
        self.assertEqual(case.unit_id, self.unit)

    def test_a_bad_file_is_refused_in_words(self):
        for content, words in (
            (b" ", "empty"),
            ("a,b\n1,Müller\n".encode("latin-1"), "UTF-8"),
            (lzma.compress(TEXT)[:40], "damaged"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.make_run(content)

    def test_columns_that_are_needed(self):
        run = self.make_run("key,subject\n1,T-S1\n")
        with self.assertRaisesRegex(UserError, "received"):
            run.action_start()
        run = self.make_run("key,received_at\n1,2015-01-01\n")
        with self.assertRaisesRegex(UserError, "subject"):
            run.action_try()

    def test_a_mapping_is_kept_and_used(self):
        run = self.make_run("nr,day,what,more\n1,2015-01-01,T-S1,x\n")
        targets = {"nr": "key", "day": "received_at", "what": "subject1", "more": "note"}
        for column in run.column_ids:
            column.target = targets[column.name]
        run.action_save_mapping()
        again = self.make_run("what,nr,day\nT-S1,2,2015-01-01\n", mapping_id=run.mapping_id.id)
        self.assertEqual(again.column_ids.mapped("target"), ["subject1", "key", "received_at"])
        self.go(run)
        self.assertEqual(self.cases().description, "more: x")
