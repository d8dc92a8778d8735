import secrets

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import OURS

from ...domain import shares

# Messages to one address in a day that somebody is named with.
ASKED_PER_DAY = 5
DAY = 24 * 3600
STATES = [("waiting", "Has not answered"), ("confirmed", "Confirmed"), ("declined", "Declined")]


class ZrmSuggestionCoauthor(models.Model):
    """A co-author as the author named them: a claim, which counts when they confirm it by the
    link that was sent to them, or when the secretariat does.

    Until then the whole suggestion is its author's. A confirmed share is taken from the first
    author's, so that the shares sum to 100 at any moment.
    """

    _name = "zrm.suggestion.coauthor"
    _description = "Named Co-Author"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin"]
    _order = "suggestion_id, id"

    suggestion_id = fields.Many2one(
        "zrm.suggestion", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    name = fields.Char(required=True, readonly=True)
    phone = fields.Char(readonly=True)
    email = fields.Char(readonly=True)
    share = fields.Float(string="Share (%)", required=True, digits=(5, 2), readonly=True)
    state = fields.Selection(STATES, required=True, default="waiting", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Citizen",
        index="btree_not_null",
        ondelete="restrict",
        help="Whom the secretariat knows them to be; empty: a file is made of what was given.",
    )
    token = fields.Char(copy=False, groups=fields.NO_ACCESS)
    lang = fields.Char(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    answered_by_id = fields.Many2one("res.users", string="Confirmed By", readonly=True)

    _token_uniq = models.UniqueIndex("(token) WHERE token IS NOT NULL")
    _share = models.Constraint(
        "CHECK (share > 0 AND share < 100)", "A co-author's share is above 0 and below 100 percent."
    )

    @api.model
    def _export_citizen_fields(self):
        return ["partner_id"]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | (set(self._fields) - {"partner_id"})

    def write(self, vals):
        """Refuses all but the citizen, and that once it is answered."""
        if not self.env.su and (
            vals.keys() - {"partner_id"} or any(one.state != "waiting" for one in self)
        ):
            raise UserError(self.env._("Use the buttons; what was answered stays on record."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _put_on_record(self, suggestion, people, lang=False):
        """Puts named co-authors on record and asks them.

        :param people: dicts of ``name``, ``email``, ``phone``, ``share``; call it as superuser
        """
        claims = self.create(
            [
                {
                    **person,
                    "suggestion_id": suggestion.id,
                    "token": secrets.token_urlsafe(24),
                    "lang": lang,
                }
                for person in people
            ]
        )
        for claim in claims:
            claim._ask()
        return claims

    def _ask(self):
        """Sends the link. The text has no word of a visitor, and one address is not written to
        again and again: nobody sends mail to strangers by our hand."""
        self.ensure_one()
        address = self.email or self.phone
        if not self.env["zrm.throttle"]._allow("suggestion.ask", address, ASKED_PER_DAY, DAY):
            return  # the secretariat can confirm them
        lang = self.lang or self.env["res.company"]._zrm_citizen_lang()
        company = self.company_id.sudo()
        own = company.partner_id.with_context(lang=lang)
        text = own.env._(
            "Somebody named you as co-author of a suggestion to %(organization)s. Look at it and "
            "say whether it is so: %(link)s",
            organization=company.name,
            link=self._url(),
        )
        if self.email:
            own._queue_mail(self.email, own.env._("Are you a co-author?"), text)
        else:
            own._send_text(self.phone, text)

    def _url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/zrm/suggest/coauthor/{self.token}"

    @api.model
    def _of_token(self, token):
        """The claim of a link; empty for a wrong one.

        :return: as superuser: the random token is the authorization
        """
        if not token or len(token) < 20:
            return self.browse()
        return self.sudo().search([("token", "=", token)], limit=1)

    # ------------------------------------------------------------------
    # Answering
    # ------------------------------------------------------------------

    def action_confirm(self):
        """The secretariat confirms co-authors; they count from then on."""
        self._check_secretary()
        for claim in self:
            claim.sudo()._confirm(claim.partner_id.sudo() or claim._registered(), self.env.user)
        return True

    def action_decline(self):
        """The secretariat takes named co-authors off."""
        self._check_secretary()
        for claim in self:
            claim.sudo()._decline(self.env.user)
        return True

    def _check_secretary(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "zrm_suggestions.group_suggestion_secretary"
        ):
            raise UserError(self.env._("The secretariat of the suggestions does this."))

    def _registered(self, is_proved=False):
        """A citizen's file of what was given.

        :param bool is_proved: whether the link that was sent there confirms it; else the
            address is a claim
        """
        self.ensure_one()
        # The server registers: what a visitor's own user writes would be a claim in any case.
        Partner = self.env["res.partner"].with_user(SUPERUSER_ID).with_company(self.company_id)
        given = {"email": self.email, "phone": self.phone}
        if is_proved:
            kind = "email" if self.email else "phone"
            key = " ".join(persian.name_words(self.name))
            same = Partner.search(
                Partner._proved_domain(kind, given[kind]) & Partner._company_files(self.company_id),
                limit=10,
            ).filtered(lambda one: one.name_key == key)
            if len(same) == 1:
                return same
        claims = {} if is_proved else Partner._claims(given)
        return Partner._find_or_register({"name": self.name, "lang": self.lang, **given, **claims})

    def _confirm(self, partner, user=None):
        """Makes the co-author an author; call it as superuser after the check.

        :param partner: the citizen
        :param user: of the secretariat, if it was they
        :raise UserError: when it was answered already, or evaluators read the text
        """
        self.ensure_one()
        suggestion = self.suggestion_id
        suggestion._lock()
        self._check_waiting()
        suggestion._check_text_is_open()
        first = suggestion.author_ids.filtered("is_first") or suggestion.author_ids[:1]
        if partner in suggestion.author_ids.partner_id:
            raise UserError(self.env._("This person is among the authors already."))
        left = round(first.share - self.share, 2)
        if left <= 0 or len(suggestion.author_ids) >= shares.MOST_AUTHORS:
            raise UserError(self.env._("There is no share left for this co-author."))
        first.with_context(zrm_handling=OURS).share = left
        self.env["zrm.suggestion.author"].with_context(zrm_handling=OURS).create(
            {
                "suggestion_id": suggestion.id,
                "partner_id": partner.id,
                "share": self.share,
                "sequence": 20,
            }
        )
        self._answer("confirmed", user, partner_id=partner.id)
        suggestion._log_event("coauthor", text=self.env._("Co-author confirmed: %s", self.name))

    def _decline(self, user=None):
        self.ensure_one()
        self.suggestion_id._lock()
        self._check_waiting()
        self._answer("declined", user)
        self.suggestion_id._log_event(
            "coauthor", text=self.env._("Co-author declined: %s", self.name)
        )

    def _check_waiting(self):
        self.invalidate_recordset(["state"])
        if self.state != "waiting":
            raise UserError(self.env._("This was answered already."))

    def _answer(self, state, user, **vals):
        self.write(
            {
                "state": state,
                "answered_at": fields.Datetime.now(),
                "answered_by_id": user.id if user else False,
                "token": False,
                **vals,
            }
        )

    def _claimants(self):
        """Whose addresses those are that were named, while they have not answered."""
        waiting = self.sudo().filtered(lambda one: one.state == "waiting")
        if not waiting:
            return self.env["res.partner"].sudo()
        emails, phones = waiting.mapped("email"), waiting.mapped("phone")
        domain = Domain("email_normalized", "in", [one for one in emails if one])
        domain |= Domain("phone_sanitized", "in", [one for one in phones if one])
        return self.env["res.partner"].sudo().search(domain)


class ZrmSuggestionRound(models.Model):
    _inherit = "zrm.suggestion.round"

    @api.model
    def _names_of_authors(self, suggestion):
        """Also of co-authors who have not answered: a text must not tell them either."""
        whole, parts = super()._names_of_authors(suggestion)
        named = suggestion.sudo().coauthor_ids.mapped("name")
        return whole | {*named}, parts | {part for name in named for part in name.split()}


class ZrmSuggestion(models.Model):
    _inherit = "zrm.suggestion"

    coauthor_ids = fields.One2many(
        "zrm.suggestion.coauthor", "suggestion_id", string="Named Co-Authors", readonly=True
    )

    def _all_authors(self):
        """Who was named as co-author does not evaluate it, confirmed or not."""
        return super()._all_authors() | (self | self.merged_ids).coauthor_ids._claimants()

    def _names_of_named(self):
        """How those may be named in a text who were named as co-authors: whole, and by family
        name."""
        names = self.sudo().coauthor_ids.mapped("name")
        return {*names, *(part for name in names for part in name.split()[1:])}

    def _names_in_texts(self):
        """All names that must not stand in a public text: of authors, also of what was joined,
        and of who was named."""
        names = {name.strip() for name in self.sudo()._all_authors().mapped("name") if name}
        parts = {part for name in names for part in name.split()[1:]}
        return names | parts | self._names_of_named()
