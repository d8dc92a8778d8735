"""Files without what they tell besides their content: place, time, camera, author.

Pictures lose it without being compressed again; only those that lie on their side are turned
and saved anew. PDF documents are written again from their pages. Plain Python, no Odoo.
"""

import io
import re
import struct
import warnings
import zlib

from PIL import Image, ImageOps

try:
    from PyPDF2 import PdfReader, PdfWriter
    from PyPDF2.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
except ImportError:  # its later name
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

# Larger pictures and documents are not opened: unpacked they would fill the memory.
MAX_PIXELS = 60_000_000
MAX_UNPACKED = 300_000_000
MAX_PAGES = 2_000

ENDINGS = {"jpeg": "jpg", "png": "png", "webp": "webp", "gif": "gif", "pdf": "pdf"}
# Parts that are needed to show the picture.
PNG_PARTS = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT")
PNG_PARTS += (b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT")
WEBP_PARTS = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF")
# Of ISO files: photos of telephones, which we cannot open, and films.
ISO_PICTURES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")
# What dictionaries of a PDF tell about author, time and program, and what they can do.
PDF_TRACES = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/OPI")
PDF_REMARK_TRACES = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/FS")


class FileRefused(ValueError):
    """A file that cannot be cleaned; the argument is one of ``heic``, ``broken``, ``large``,
    ``locked``, ``unknown``."""


def kind_of(content):
    """What a file is by its content; "" for what is neither picture nor PDF.

    >>> kind_of(b"\\xff\\xd8\\xff\\xe0"), kind_of(b"%PDF-1.7"), kind_of(b"hello")
    ('jpeg', 'pdf', '')
    >>> kind_of(b"\\x00\\x00\\x00\\x18ftypheic"), kind_of(b"RIFF\\x00\\x00\\x00\\x00WEBPVP8 ")
    ('heic', 'webp')
    """
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if content[4:8] == b"ftyp" and content[8:12] in ISO_PICTURES:
        return "heic"
    if content[:4] in (b"II*\x00", b"MM\x00*"):
        return "tiff"
    if content[:2] == b"BM":
        return "bmp"
    # Readers also open a PDF that begins a little later.
    return "pdf" if b"%PDF-" in content[:1024] else ""


def cleaned(content):
    """The file without traces of who made it, where, when and with what.

    :param bytes content: of a file
    :return: ``(kind, bytes)``; an empty kind and the same bytes for what is neither picture
        nor PDF
    :raise FileRefused: for pictures and PDF documents that cannot be cleaned
    """
    kind = kind_of(content)
    if not kind:
        return "", content
    if kind == "heic":
        raise FileRefused("heic")
    if kind == "pdf":
        return kind, _clean_pdf(content)
    return _clean_picture(kind, content)


# ----------------------------------------------------------------------
# Pictures
# ----------------------------------------------------------------------


def _clean_picture(kind, content):
    is_turned = _is_turned(content)
    if not is_turned and kind in ("jpeg", "png", "webp"):
        strip = {"jpeg": strip_jpeg, "png": _strip_png, "webp": _strip_webp}[kind]
        try:
            return kind, strip(content)
        except (struct.error, IndexError, ValueError) as error:
            raise FileRefused("broken") from error
    return _saved_anew(kind, content)


def _opened(content):
    """The picture; WebP too, whose reader Odoo leaves out of Pillow and which therefore is not
    left in Pillow's lists."""
    if kind_of(content) != "webp":
        return Image.open(io.BytesIO(content))
    lists = (Image.OPEN, Image.MIME, Image.SAVE, Image.SAVE_ALL)
    was_there = [("WEBP" in names) for names in lists]
    from PIL import WebPImagePlugin

    for names, is_theirs in zip(lists, was_there, strict=True):
        if not is_theirs:
            names.pop("WEBP", None)
    if not was_there[0] and "WEBP" in Image.ID:
        Image.ID.remove("WEBP")
    return WebPImagePlugin.WebPImageFile(io.BytesIO(content))


def _is_turned(content):
    """Whether the picture is shown otherwise than it is stored; checks its size as well."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with _opened(content) as picture:
                pixels = picture.width * picture.height * getattr(picture, "n_frames", 1)
                if pixels > MAX_PIXELS:
                    raise FileRefused("large")
                return picture.getexif().get(0x0112, 1) not in (0, 1)
    except FileRefused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise FileRefused("large") from error
    except Exception as error:  # Pillow's readers raise what they like
        raise FileRefused("broken") from error


def _saved_anew(kind, content):
    """Turned pictures, and formats whose parts we do not know."""
    target = io.BytesIO()
    try:
        with _opened(content) as picture:
            if kind == "gif":
                clean = {"save_all": True, "comment": b""}
                picture.info = {
                    name: value
                    for name, value in picture.info.items()
                    if name in ("duration", "loop", "transparency", "background")
                }
                picture.save(target, format="GIF", **clean)
                return kind, target.getvalue()
            upright = ImageOps.exif_transpose(picture)
            upright.info = {}
            has_glass = "A" in upright.mode or upright.mode == "P"
            # Odoo does not let Pillow write WebP.
            is_photo = kind == "jpeg" or (kind == "webp" and not has_glass)
            saved_as = "JPEG" if is_photo else "PNG"
            if saved_as == "JPEG" and upright.mode not in ("L", "RGB", "CMYK"):
                upright = upright.convert("RGB")
            upright.save(target, format=saved_as, **({"quality": 90} if is_photo else {}))
    except Exception as error:  # Pillow's readers raise what they like
        raise FileRefused("broken") from error
    return saved_as.lower(), target.getvalue()


def strip_jpeg(content):
    """A JPEG picture without comments and application data, pixels untouched.

    Keeps the header (APP0, without its preview) and the colour transform (APP14); what
    follows the end of the picture is cut off.

    >>> head, scan = b"\\xff\\xd8", b"\\xff\\xda\\x00\\x03x" + b"pixels" + b"\\xff\\xd9"
    >>> strip_jpeg(head + b"\\xff\\xe1\\x00\\x06Exif" + scan + b"more") == head + scan
    True
    """
    parts, at = [content[:2]], 2
    while at < len(content):
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF:  # filler
            at += 1
            continue
        if marker == 0xD9:
            parts.append(b"\xff\xd9")
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            parts.append(content[at : at + 2])
            at += 2
            continue
        end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        parts.append(_jpeg_part(marker, content[at:end]))
        at = end
        if marker == 0xDA:
            scan_end = _end_of_scan(content, at)
            parts.append(content[at:scan_end])
            at = scan_end
    return b"".join(parts)


def _jpeg_part(marker, part):
    if marker == 0xE0:
        # JFIF without its preview; other APP0 parts are previews.
        is_header = part[4:9] == b"JFIF\x00" and len(part) >= 18
        return b"\xff\xe0\x00\x10" + part[4:16] + b"\x00\x00" if is_header else b""
    if marker == 0xEE:
        return part if part[4:9] == b"Adobe" else b""
    return b"" if 0xE1 <= marker <= 0xEF or marker == 0xFE else part


def _end_of_scan(content, at):
    """Where the next marker stands that does not belong to the pixels."""
    while (at := content.find(b"\xff", at)) != -1:
        if at + 1 < len(content) and not (
            content[at + 1] in (0x00, 0xFF) or 0xD0 <= content[at + 1] <= 0xD7
        ):
            return at
        at += 1
    return len(content)


def _strip_png(content):
    parts, at = [content[:8]], 8
    while at < len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            raise ValueError("cut off")
        if name in PNG_PARTS:
            parts.append(content[at:end])
        at = end
        if name == b"IEND":
            break
    return b"".join(parts)


def _strip_webp(content):
    parts, at = [], 12
    end_of_file = min(len(content), 8 + struct.unpack("<I", content[4:8])[0])
    while at + 8 <= end_of_file:
        name, length = struct.unpack("<4sI", content[at : at + 8])
        end = at + 8 + length + length % 2
        part = content[at:end]
        if name == b"VP8X":
            # Flags that say that profile, EXIF and XMP follow.
            part = part[:8] + bytes([part[8] & ~0b00101100]) + part[9:]
        if name in WEBP_PARTS:
            parts.append(part)
        at = end
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# ----------------------------------------------------------------------
# PDF
# ----------------------------------------------------------------------


def _clean_pdf(content):
    _check_unpacked(content)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileRefused("locked")
        if len(reader.pages) > MAX_PAGES:
            raise FileRefused("large")
        writer = PdfWriter()
        for page in reader.pages:
            _clean_objects(page)
            writer.add_page(page)
        writer.add_metadata({"/Producer": ""})
        target = io.BytesIO()
        writer.write(target)
    except FileRefused:
        raise
    except Exception as error:  # readers of broken documents raise what they like
        raise FileRefused("broken") from error
    return target.getvalue()


def _check_unpacked(content):
    """Refuses documents that are small, but huge when unpacked."""
    total = 0
    for begin in re.finditer(rb"stream\r?\n", content):
        at = begin.end()
        if content[at : at + 1] != b"\x78":  # not packed this way
            continue
        try:
            unpacked = zlib.decompressobj().decompress(content[at:], MAX_UNPACKED - total + 1)
        except zlib.error:
            continue
        total += len(unpacked)
        if total > MAX_UNPACKED:
            raise FileRefused("large")


def _clean_objects(page):
    """Removes traces from a page and all it refers to, where they stand."""
    seen, left = set(), [page]
    while left:
        item = left.pop()
        if isinstance(item, IndirectObject):
            if (item.idnum, item.generation) in seen:
                continue
            seen.add((item.idnum, item.generation))
            item = item.get_object()
        if isinstance(item, ArrayObject):
            left.extend(item)
        elif isinstance(item, DictionaryObject):
            is_remark = "/Subtype" in item and "/Rect" in item
            for name in (*PDF_TRACES, *(PDF_REMARK_TRACES if is_remark else ())):
                item.pop(name, None)
            if "/A" in item and _is_program(item["/A"]):
                del item["/A"]
            left.extend(value for name, value in item.items() if name != "/Parent")
            if isinstance(item, StreamObject):
                _clean_stream(item)


def _is_program(action):
    """Whether a click would do something else than open an address or a page."""
    return isinstance(action, DictionaryObject) and action.get("/S") not in ("/URI", "/GoTo")


def _clean_stream(stream):
    """A photo inside a document; how it lies is said by the document."""
    filters = stream.get("/Filter")
    filters = filters if isinstance(filters, list) else [filters]
    if filters == ["/DCTDecode"] and stream._data.startswith(b"\xff\xd8"):
        stream._data = strip_jpeg(stream._data)
