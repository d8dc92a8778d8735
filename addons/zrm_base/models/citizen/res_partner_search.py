import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from ...const import MAX_NAME
from ...one_number import asked_by_users
from ...tools import identity, persian, phone

_logger = logging.getLogger(__name__)

# Limit of candidates; for common names, the user types on to narrow the search.
CANDIDATES = 200
# What tells namesakes apart, see _distinguishing_details.
DETAIL_FIELDS = {"father_name", "region_id", "phone", "national_id", "birth_date"}


class ResPartner(models.Model):
    """Finds citizens by number or name.

    Numbers are looked up in their normalized form. Names are indexed by the words of their
    key (see :func:`..tools.persian.name_words`) in a full-text index over citizens alone; an
    unknown word is replaced by similar ones of :class:`~.zrm_name_word.ZrmNameWord`. So the
    cost depends on the number of results, not of citizens.
    """

    _inherit = "res.partner"

    name_key = fields.Char(
        compute="_compute_name_key", store=True, precompute=True, compute_sudo=True
    )
    father_key = fields.Char(
        compute="_compute_father_key",
        store=True,
        compute_sudo=True,
        copy=False,
        groups="zrm_base.group_operator",
    )
    citizen_lookup = fields.Char(
        string="Citizen",
        store=False,
        search="_search_citizen_lookup",
        copy=False,
        groups="zrm_base.group_operator",
        help="Identity number, phone number or name in any spelling.",
    )

    _name_key_idx = models.Index(
        "USING gin (to_tsvector('simple'::regconfig, name_key)) "
        "WITH (fastupdate = off) WHERE is_citizen IS TRUE"
    )

    # For finding duplicates; a hash index, as names have no length limit.
    _name_key_hash = models.Index("USING hash (name_key) WHERE is_citizen IS TRUE")

    @api.depends("name", "is_citizen")
    def _compute_name_key(self):
        for partner in self:
            words = persian.name_words(partner.name) if partner.is_citizen else []
            partner.name_key = " ".join(words) or False

    @api.depends("father_name", "is_citizen")
    def _compute_father_key(self):
        for partner in self:
            father = partner.father_name if partner.is_citizen else None
            partner.father_key = persian.search_key(father) or False if father else False

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        self.env["zrm.name.word"]._learn(partners.sudo().mapped("name_key"))
        return partners

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals or "is_citizen" in vals:
            self.env["zrm.name.word"]._learn(self.sudo().mapped("name_key"))
        if DETAIL_FIELDS & vals.keys():
            self.invalidate_recordset(["display_name"], flush=False)
        return result

    # ------------------------------------------------------------------
    # Look-up
    # ------------------------------------------------------------------

    @api.model
    def _find_citizens(self, text, domain=None, limit=8):
        """Finds citizens for a clerk's input, best match first.

        :param str text: an identity number, a phone number in any notation,
            or a name with spelling variants
        :param domain: narrows the result further
        :param int limit: at most so many
        :return: citizens that the current user may see
        """
        text = (text or "").strip()[:MAX_NAME]
        is_open = not domain
        domain = Domain(domain or Domain.TRUE) & Domain("is_citizen", "=", True)
        if not text:
            return self.browse()
        for numbers in self._number_domains(text):
            if found := self.search(domain & numbers, limit=limit):
                return found
        key = persian.search_key(text)
        for query in self._name_queries(text):
            names = self._name_domain(query) if is_open else self._name_domain(query, limit=None)
            found = self.search_fetch(domain & names, ["name"], limit=CANDIDATES, order="id")
            if found:
                return found.sorted(
                    lambda partner: -persian.similarity(key, persian.search_key(partner.name))
                )[:limit]
        return self.browse()

    @api.model
    def _number_domains(self, text):
        """Domains for an identity or phone number, the likelier first; searched one by one,
        so that each uses its own index."""
        is_phone = phone.has_phone_shape(text)
        if is_phone:
            yield from self._phone_domains(text)
        if identity.guess_type(text):
            yield Domain("identity_number", "=", text)
        if not is_phone:
            yield from self._phone_domains(text)

    @api.model
    def _phone_domains(self, text):
        if number := self._normalize_phone(text):
            yield Domain("phone_sanitized", "=", number)
            yield Domain("landline_sanitized", "=", number)
            yield self._former_domain(number)

    @api.model
    def _number_readings(self, text):
        """What a typed number may be, the likeliest first: ``phone``, or a type of identity.

        What is typed in a phone's shape is a phone. Of other digits most would do for a
        foreigner's ID, but few have the check digit of a national or legal ID.
        """
        kinds = identity.guess_type(text)
        if not self._normalize_phone(text):
            return kinds
        is_identity = kinds[:1] in (["national_id"], ["legal_id"])
        if is_identity and not phone.has_phone_shape(text):
            return [kinds[0], "phone", *kinds[1:]]
        return ["phone", *kinds]

    @api.model
    def _name_queries(self, text):
        """Full-text queries for a name, from exact to lenient.

        The last word is matched as a prefix, as the clerk is still typing.
        """
        variants = [words for words in persian.query_variants(text) if words]
        if not variants:
            return
        yield " | ".join(
            "(" + " & ".join([*words[:-1], words[-1] + ":*"]) + ")" for words in variants
        )
        similar = self.env["zrm.name.word"]._similar({word for words in variants for word in words})
        lenient = [
            " & ".join("(" + " | ".join(similar[word]) + ")" for word in words)
            for words in variants
            if all(similar.get(word) for word in words)
        ]
        if lenient:
            yield " | ".join(f"({query})" for query in lenient)

    @api.model
    def _name_domain(self, tsquery, limit=CANDIDATES * 5):
        """A domain that uses the name index.

        The words come from :mod:`..tools.persian` and hold ``[a-z0-9]`` only,
        so they cannot break the query's syntax.

        :param int limit: maximum number of matches, before other conditions; None for all
        """
        # Flush: the ORM does not know which columns the SQL below reads.
        self.env["res.partner"].flush_model(["is_citizen", "name_key"])
        subselect = SQL(
            "(SELECT id FROM res_partner WHERE is_citizen IS TRUE AND "
            "to_tsvector('simple'::regconfig, name_key) @@ to_tsquery('simple', %s) LIMIT %s)",
            tsquery,
            limit,
        )
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", SQL.identifier(alias, "id"), subselect
            )
        )

    def _search_citizen_lookup(self, operator, value):
        if operator not in ("ilike", "in"):
            return NotImplemented
        # Odoo does not check access when searching fields without a column.
        self._check_field_access(self._fields["citizen_lookup"], "read")
        texts = value if operator == "in" else [value]
        self._check_one_number(asked_by_users())
        return Domain("is_citizen", "=", True) & Domain.OR(
            self._lookup_domain(text or "") for text in texts
        )

    @api.model
    def _lookup_domain(self, text):
        """All citizens for a text; other conditions narrow the result further."""
        for numbers in self._number_domains(text):
            if self.search_count(numbers, limit=1):
                return numbers
        for query in self._name_queries(text):
            if self.search_count(self._name_domain(query), limit=1):
                return self._name_domain(query, limit=None)
        return Domain.FALSE

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """In fields for citizens, searches by number and spelling variants, best match
        first; otherwise as in core."""
        asks_for_citizen = self.env.context.get("zrm_citizen_search") and operator == "ilike"
        if asks_for_citizen and name and self.env.user.has_group("zrm_base.group_operator"):
            found = self._find_citizens(name, domain=domain, limit=limit or 8)
            return [(partner.id, partner.display_name) for partner in found]
        return super().name_search(name, domain, operator, limit)

    # Not dependent on the details, see write(): core stores what depends on display names, such as
    # those on invoices, and would compute them anew whenever somebody's phone number changes.
    @api.depends_context("zrm_citizen_search", "formatted_display_name", "uid", "lang")
    def _compute_display_name(self):
        """In fields for citizens, adds data that distinguishes namesakes.

        Core computes many display names as superuser, so the user's own access is checked
        here.
        """
        super()._compute_display_name()
        context = self.env.context
        asked = context.get("zrm_citizen_search") and context.get("formatted_display_name")
        if not asked or not self.env.user.has_group("zrm_base.group_operator"):
            return
        own = self.sudo(False).filtered("is_citizen") if self.ids else self.browse()
        for partner in own._filtered_access("read"):
            if details := partner._distinguishing_details():
                partner.display_name = f"{partner.name} \t --{details}--"

    def _distinguishing_details(self):
        """A line that distinguishes this citizen from namesakes, read with the user's
        rights, with the number masked."""
        self.ensure_one()
        citizen = self.with_context(zrm_unmask=None)
        details = [
            citizen.identity_number,
            citizen.father_name,
            citizen.birth_date_text,
            citizen.region_id.name,
            citizen.phone,
        ]
        return " · ".join(detail for detail in details if detail)

    # ------------------------------------------------------------------
    # Find or register
    # ------------------------------------------------------------------

    @api.model
    def _find_or_register(self, vals):
        """The citizen with this identity, registered now if there is none.

        When two transactions register the same identity, the unique index lets one of them
        through; the other is repeated and then finds the file.

        :param dict vals: values of a citizen, with ``identity_number`` if known
        :return: one citizen
        """
        typed = vals.get("identity_number")
        if typed:
            wanted = self._identity_vals(typed, vals.get("identity_type"))
            self._count_lookup(typed)
            # sudo: search by identity only, to check whether the file exists.
            known = (
                self.sudo()
                .with_context(active_test=False)
                .search(
                    Domain("identity_type", "=", wanted["identity_type"])
                    & Domain("national_id", "=", wanted["national_id"])
                    & self._company_files(),
                    limit=1,
                )
            )
            if known:
                return self._require_open_file(known.with_env(self.env))
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                # No creation message and no follower: author and date are in the file.
                quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
                citizen = quiet.create({**vals, "is_citizen": True}).with_env(self.env)
                citizen.flush_recordset()
                return citizen
        except psycopg2.errors.UniqueViolation as error:
            if error.diag.constraint_name != self._table_identity_index():
                raise
            # Odoo repeats the request, which then finds the file.
            raise ConcurrencyError(
                self.env._("This citizen was registered by a colleague just now; please try again.")
            ) from error

    @api.model
    def _require_open_file(self, citizen):
        """The citizen, if this user may read the file."""
        if not citizen.has_access("read"):
            raise AccessError(
                self.env._(
                    "A file with this identity number is there, but it is not open to you. "
                    "Please ask oversight."
                )
            )
        return citizen

    @api.model
    def _table_identity_index(self):
        return self._identity_uniq.full_name(self)
