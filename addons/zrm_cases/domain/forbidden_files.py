"""Files that can do something on the reader's machine."""

# Files that are programs or pages, whatever they call themselves.
FORBIDDEN_FILES = frozenset(
    [
        "apk",
        "bat",
        "cmd",
        "com",
        "cpl",
        "dll",
        "docm",
        "elf",
        "exe",
        "hta",
        "htm",
        "html",
        "jar",
        "js",
        "jse",
        "jsp",
        "lnk",
        "mhtml",
        "msi",
        "msp",
        "php",
        "pif",
        "pptm",
        "ps1",
        "reg",
        "scr",
        "sh",
        "svg",
        "svgz",
        "swf",
        "vb",
        "vbe",
        "vbs",
        "wsf",
        "xhtml",
        "xlsm",
    ]
)
FORBIDDEN_HEADS = (b"MZ", b"\x7fELF", b"#!")
FORBIDDEN_MARKUP = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?php")


def is_forbidden(name, content=b""):
    """Whether a file can do something on the reader's machine, by name or content.

    >>> is_forbidden("photo.jpg"), is_forbidden("invoice.pdf.EXE"), is_forbidden("page.html ")
    (False, True, True)
    >>> is_forbidden("photo.jpg", b"MZ" + bytes(10))
    True
    """
    extension = (name or "").strip().rstrip(".").rpartition(".")[2].lower()
    markup = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        extension in FORBIDDEN_FILES
        or content.startswith(FORBIDDEN_HEADS)
        or markup.startswith(FORBIDDEN_MARKUP)
    )
