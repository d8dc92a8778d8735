"""Files that can do something on the reader's machine."""

import re

# Files that are programs or pages, whatever they call themselves.
FORBIDDEN_FILES = frozenset(
    [
        "apk",
        "app",
        "appref-ms",
        "asp",
        "aspx",
        "bat",
        "chm",
        "cmd",
        "com",
        "cpl",
        "dll",
        "docm",
        "dotm",
        "ear",
        "elf",
        "exe",
        "gadget",
        "hta",
        "htc",
        "htm",
        "html",
        "iso",
        "jar",
        "js",
        "jse",
        "jsp",
        "jspx",
        "lnk",
        "mht",
        "mhtml",
        "mjs",
        "msc",
        "msi",
        "msp",
        "msu",
        "phar",
        "php",
        "php3",
        "php4",
        "php5",
        "phtml",
        "pif",
        "pl",
        "potm",
        "ppam",
        "ppsm",
        "pptm",
        "ps1",
        "psm1",
        "py",
        "rdf",
        "reg",
        "rss",
        "atom",
        "scf",
        "scr",
        "sh",
        "shtm",
        "shtml",
        "sldm",
        "svg",
        "svgz",
        "swf",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vhd",
        "vhdx",
        "website",
        "ws",
        "wsc",
        "wsf",
        "wsh",
        "xaml",
        "xbap",
        "xht",
        "xhtm",
        "xhtml",
        "xlam",
        "xlsb",
        "xlsm",
        "xltm",
        "xml",
        "xsd",
        "xsl",
        "xslt",
    ]
)
FORBIDDEN_HEADS = (b"MZ", b"\x7fELF", b"#!")
# A browser looks for markup after spaces, comments and declarations.
FORBIDDEN_MARKUP = re.compile(
    rb"<(!doctype\s+html|html|head|body|script|iframe|object|embed|svg|meta|link|style|base|form"
    rb"|img|a\s|\?php|\?xml|[a-z]+:(html|svg|script)|(html|svg)[\s>])|content-type:\s*multipart/related",
    re.IGNORECASE,
)
LOOKED_AT = 2048
# Heads of what is no text, so markup inside is only data.
OTHER_HEADS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"%PDF", b"PK\x03\x04", b"\xd0\xcf")


def is_forbidden(name, content=b""):
    """Whether a file can do something on the reader's machine, by name or content.

    >>> is_forbidden("photo.jpg"), is_forbidden("invoice.pdf.EXE"), is_forbidden("page.html ")
    (False, True, True)
    >>> is_forbidden("photo.jpg", b"MZ" + bytes(10))
    True
    >>> [is_forbidden(f"page.{ending}") for ending in ("shtml", "xht", "xml", "mht", "svg")]
    [True, True, True, True, True]
    >>> is_forbidden("note.txt", "<?xml version='1.0'?><a/>".encode("utf-16"))
    True
    >>> is_forbidden("letter.txt", "قیمت < ۱۰".encode()), is_forbidden("x.pdf", b"%PDF <html>")
    (False, False)
    """
    name = "".join(sign for sign in name or "" if sign.isprintable())
    extension = name.strip().rstrip(". ").rpartition(".")[2].lower()
    return (
        extension in FORBIDDEN_FILES
        or content.startswith(FORBIDDEN_HEADS)
        or bool(not content.startswith(OTHER_HEADS) and FORBIDDEN_MARKUP.search(_text(content)))
    )


def _text(content):
    """The beginning of a file as a browser reads it, whatever its encoding: without the
    zeros of UTF-16 and UTF-32."""
    return content[:LOOKED_AT].replace(b"\x00", b"")
