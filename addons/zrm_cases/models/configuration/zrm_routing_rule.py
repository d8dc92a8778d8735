from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...domain import routing
from .zrm_cached_mixin import cached


class ZrmRoutingRule(models.Model):
    """Decides which unit gets a case; the most specific matching rule wins."""

    _name = "zrm.routing.rule"
    _description = "Routing Rule"
    _order = "sequence, id"
    _check_company_auto = True

    subject_id = fields.Many2one("zrm.subject", index="btree_not_null", ondelete="cascade")
    region_id = fields.Many2one("zrm.region", index="btree_not_null", ondelete="cascade")
    nature_id = fields.Many2one("zrm.nature", index="btree_not_null", ondelete="cascade")
    channel_id = fields.Many2one("zrm.channel", index="btree_not_null", ondelete="cascade")
    target = fields.Selection(
        [
            ("unit", "This unit"),
            ("region", "The unit that covers the region"),
        ],
        required=True,
        default="unit",
    )
    unit_id = fields.Many2one(
        "zrm.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Receives the case; with “The unit that covers the region”, only if no unit "
        "covers it.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.constrains("unit_id", "active")
    def _check_unit(self):
        for rule in self.filtered("active"):
            if not rule.unit_id.active:
                raise ValidationError(
                    self.env._(
                        "%s is not in use any more; give the cases to another unit.",
                        rule.unit_id.display_name,
                    )
                )

    @api.model
    def _route(self, cases):
        """The unit for each case.

        :param list cases: dicts with ``subject``, ``region``, ``nature``, ``channel``:
            records, possibly empty
        :return: list of units, one for each
        :raise UserError: when the organization has no unit at all
        """
        company_id = self.env.company.id
        rules = self._plain_rules(company_id)
        by_region = self._units_by_region(company_id)
        fallback = self._fallback_unit(company_id)
        # sudo: routing does not depend on the user's rights.
        Unit = self.env["zrm.unit"].sudo()
        return [Unit.browse(self._route_one(case, rules, by_region) or fallback) for case in cases]

    @api.model
    def _route_one(self, case, rules, by_region):
        """The id of the unit that a rule names for this case, or False."""
        regions = self._path(case["region"])
        best = routing.best_rule(
            rules,
            {
                "subjects": self._path(case["subject"]),
                "regions": regions,
                "nature": case["nature"].id,
                "channel": case["channel"].id,
            },
        )
        if not best:
            return False
        if best["target"] == "region":
            covering = (by_region[region] for region in reversed(regions) if region in by_region)
            return next(covering, best["unit"])
        return best["unit"]

    # The following is cached until a rule, a unit or a subject changes.

    @api.model
    @cached("company_id")
    def _plain_rules(self, company_id):
        """The company's rules in the form that ``domain.routing`` expects."""
        return [
            {
                "id": rule.id,
                "subject": rule.subject_id.id,
                "region": rule.region_id.id,
                "nature": rule.nature_id.id,
                "channel": rule.channel_id.id,
                "target": rule.target,
                "unit": rule.unit_id.id,
            }
            for rule in self.sudo().search([("company_id", "=", company_id)])
        ]

    @api.model
    def _path(self, record):
        """Ids from the root down to the record."""
        path = record._cached("parent_path") or "" if record else ""
        return [int(part) for part in path.split("/") if part]

    @api.model
    @cached("company_id")
    def _units_by_region(self, company_id):
        """region id -> id of the company's unit that covers it."""
        units = (
            self.env["zrm.unit"]
            .sudo()
            .search([("company_id", "=", company_id), ("region_ids", "!=", False)])
        )
        return {region.id: unit.id for unit in reversed(units) for region in unit.region_ids}

    @api.model
    @cached("company_id")
    def _fallback_unit(self, company_id):
        """The fallback when no rule fits: the top unit, so that every case gets a unit."""
        top = (
            self.env["zrm.unit"]
            .sudo()
            .search([("company_id", "=", company_id), ("parent_id", "=", False)], limit=1)
        )
        if not top:
            raise UserError(
                self.env._(
                    "No unit can take a case in: the organization has none. An administrator "
                    "adds units under Configuration first."
                )
            )
        return top.id
