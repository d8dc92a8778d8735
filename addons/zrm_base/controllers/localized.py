from odoo.http import request


def redirect(path):
    """Redirects to one of our pages in the current language.

    Core would redirect to /zrm and from there to /fa/zrm; the second redirect costs nearly
    as much as the page.

    :param str path: of this site, without a language; never from a visitor's input
    """
    # A line end in an address would begin another header.
    path = "".join(sign for sign in path if sign.isprintable())
    return request.redirect(request.env["ir.http"]._url_for(path))


def use_own_timezone():
    """Lets a page show times in the organization's time zone to who has none on file:
    visitors, and citizens who never chose one."""
    if not request.env.context.get("tz"):
        request.update_context(tz=request.env["res.company"]._zrm_timezone().zone)
