from odoo import api, models

from ...domain import routing


class ZrmRoutingRule(models.Model):
    """Explains why a case is routed to a unit."""

    _inherit = "zrm.routing.rule"

    @api.depends("subject_id", "region_id", "nature_id", "channel_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule._conditions()

    def _conditions(self):
        """The conditions of the rule, on one line."""
        self.ensure_one()
        named = [self[f"{aspect}_id"].display_name for aspect in routing.ASPECTS]
        return " · ".join(name for name in named if name) or self.env._("Every case")

    @api.model
    def _explain(self, case):
        """The unit that would get a case, the rule that decides, and why the other rules
        lost.

        :param dict case: ``subject``, ``region``, ``nature``, ``channel``: records,
            possibly empty, as ``_route`` takes them
        :return: dict of ``unit``, ``rule`` (empty when none fits), ``why`` (a sentence)
            and ``losers``: list of ``(rule, why)``, the strongest first
        """
        # sudo: as in routing, the result does not depend on the user's rights.
        rules = self.sudo().search([("company_id", "=", self.env.company.id)])
        plain = {
            rule.id: {"id": rule.id, **{name: rule[f"{name}_id"].id for name in routing.ASPECTS}}
            for rule in rules
        }
        facts = {
            "subjects": self._path(case["subject"]),
            "regions": self._path(case["region"]),
            "nature": case["nature"].id,
            "channel": case["channel"].id,
        }
        fitting = routing.ranked(list(plain.values()), facts)
        rule = rules.browse(fitting[0]["id"] if fitting else [])
        losers = [
            (
                rules.browse(loser["id"]),
                self._lost_because(routing.why_lost(loser, fitting[0], facts)),
            )
            for loser in fitting[1:]
        ]
        unit = self._route([case])[0].sudo()
        return {
            "unit": unit,
            "rule": rule,
            "why": self._won_because(rule, unit, case, bool(losers)),
            "losers": losers,
        }

    @api.model
    def _won_because(self, rule, unit, case, has_rivals):
        if not rule:
            return self.env._("No rule fits, so the top of the organization gets it.")
        why = (
            self.env._("It is the most specific rule that fits.")
            if has_rivals
            else self.env._("It is the only rule that fits.")
        )
        if rule.target != "region":
            return why
        if not case["region"]:
            where = self.env._("It asks for the unit of the region; no region is given.")
        elif unit == rule.unit_id:
            where = self.env._("It asks for the unit of the region; none covers it.")
        else:
            where = self.env._("It gives the case to the unit that covers the region.")
        return f"{why} {where}"

    @api.model
    def _lost_because(self, aspect):
        return {
            "subject": self.env._("says less about the subject"),
            "region": self.env._("says less about the region"),
            "nature": self.env._("does not name the nature"),
            "channel": self.env._("does not name the channel"),
            "order": self.env._("says as much, but stands lower in the list"),
        }[aspect]
