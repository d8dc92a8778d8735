from odoo.http import request


def redirect(path):
    """Leads on to one of our own pages in the language that is being read.

    Core leads to /zrm, and from there to /fa/zrm by a second redirect, which
    costs nearly as much as the page.

    :param str path: of this site, without a language; never what a visitor sent
    """
    return request.redirect(request.env["ir.http"]._url_for(path))
