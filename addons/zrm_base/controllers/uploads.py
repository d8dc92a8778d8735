"""Checks the files that citizens upload."""

from odoo.exceptions import ValidationError
from odoo.tools import human_size
from odoo.tools.mimetypes import guess_mimetype

MAX_FILES = 5
MAX_BYTES = 5 * 1024 * 1024
# By content, not by name; no SVG or HTML, which can carry scripts.
ALLOWED_TYPES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}


def checked_uploads(env, files):
    """Reads uploaded documents; refuses too many or too large files and those that are no
    scan or picture.

    :param env: gives the language of the messages
    :param files: werkzeug ``FileStorage`` objects; empty file inputs are skipped
    :return: list of ``(file name, bytes)``
    :raise ValidationError: says which file is wrong and what is allowed
    """
    files = [file for file in files if file.filename]
    if len(files) > MAX_FILES:
        raise ValidationError(env._("Please send at most %s files at a time.", MAX_FILES))
    result = []
    for file in files:
        content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ValidationError(
                env._(
                    "The file %(name)s is larger than %(limit)s. Send a smaller picture.",
                    name=file.filename,
                    limit=human_size(MAX_BYTES),
                )
            )
        if not content:
            continue
        if guess_mimetype(content) not in ALLOWED_TYPES:
            raise ValidationError(
                env._(
                    "The file %s is neither a PDF nor a JPEG, PNG or WebP picture.", file.filename
                )
            )
        result.append((file.filename, content))
    return result
