from collections import defaultdict

from odoo import api, fields, models

from ...domain import conflicts


class ZrmSuggestion(models.Model):
    """Who must not evaluate or decide, asked for all candidates at once: the number of
    queries does not grow with them."""

    _inherit = "zrm.suggestion"

    is_of_own_unit = fields.Boolean(
        compute="_compute_is_of_own_unit",
        groups="zrm_suggestions.group_suggestion_secretary",
        help="An author works in the owning unit: it may be their own duty.",
    )

    @api.depends("unit_id", "author_ids.partner_id")
    def _compute_is_of_own_unit(self):
        for suggestion in self.sudo():
            units = suggestion.author_ids.partner_id.user_ids.zrm_unit_ids
            suggestion.is_of_own_unit = suggestion.unit_id in units

    def _conflicts_of(self, user):
        """Why this user must not evaluate the suggestion; see ``domain/conflicts.py``."""
        return self._conflicts(user)[user]

    def _conflicts(self, users, *, decides=False):
        """Why these users must not take part in judging the suggestion.

        :param decides: for members of the committee, who read who wrote it
        :return: ``{user: [kind]}``; see ``const.CONFLICTS``
        """
        self.ensure_one()
        # sudo: what is compared is not open to who invites; only the kind is shown.
        own, people = self.sudo(), users.sudo().with_context(active_test=False)
        authors = own._all_authors().with_context(active_test=False)
        declared = own._declared(people, authors)
        wrote_with = own._wrote_with(people.partner_id)
        persons = [own._person(author) for author in authors]
        reads = {} if decides else own._reads_who_wrote_it(people)
        return {
            user: conflicts.conflicts(
                own._person(person.partner_id),
                persons,
                declared[person.id],
                wrote_with[person.partner_id.id],
                reads.get(person.id, ()),
            )
            for user, person in zip(users, people, strict=True)
        }

    def _conflict_words(self, kinds):
        """The conflicts as the secretariat reads them."""
        labels = dict(self.env["zrm.suggestion.interest"]._conflict_labels())
        return ", ".join(labels[kind] for kind in kinds)

    def _all_authors(self):
        """The authors, and those of suggestions that were joined to this one, by way of others
        too."""
        return self._family().author_ids.partner_id

    def _family(self):
        """This suggestion with those joined to it, directly or by way of others."""
        self.ensure_one()
        family = joined = self
        while joined := joined.merged_ids - family:
            family |= joined
        return family

    def _declared(self, users, authors):
        """:return: ``{user id: ids of authors with whom an interest was declared}``"""
        rows = self.env["zrm.suggestion.interest"].search(
            [("user_id", "in", users.ids), ("partner_id", "in", authors.ids)]
        )
        found = defaultdict(set)
        for row in rows:
            found[row.user_id.id].add(row.partner_id.id)
        # Authors of staff who are evaluators too may have named the candidate.
        by_person = {user.partner_id.id: user.id for user in users}
        rows = self.env["zrm.suggestion.interest"].search(
            [("user_id", "in", authors.user_ids.ids), ("partner_id", "in", list(by_person))]
        )
        for row in rows:
            found[by_person[row.partner_id.id]].add(row.user_id.partner_id.id)
        return found

    def _wrote_with(self, partners):
        """:return: ``{partner id: ids of those they wrote another suggestion with}``"""
        rows = self.env["zrm.suggestion.author"].search(
            [("partner_id", "in", partners.ids), ("suggestion_id", "not in", self._family().ids)]
        )
        found = defaultdict(set)
        for row in rows:
            found[row.partner_id.id].update(row.suggestion_id.author_ids.partner_id.ids)
        return found

    def _reads_who_wrote_it(self, users):
        """By what else these users learn who wrote it: their role, or the case it came from.

        :return: ``{user id: [kind]}``
        """
        secretaries = self.env.ref("zrm_suggestions.group_suggestion_secretary").sudo()
        committee = self.env.ref("zrm_suggestions.group_suggestion_committee").sudo()
        insiders = secretaries.all_user_ids
        # Before that, members of the committee read nothing of it.
        if self.state == "committee" or any(self.round_ids.mapped("revealed_at")):
            insiders |= committee.all_user_ids
        found = defaultdict(list)
        for user in users & insiders:
            found[user.id].append("insider")
        if case := self.case_id:
            operators = self.env.ref("zrm_base.group_operator").sudo().all_user_ids
            oversight = self.env.ref("zrm_base.group_oversight").sudo().all_user_ids
            units = set(case.sight_unit_ids.ids)
            for user in users & (operators | oversight):
                if (
                    user in oversight
                    or user == case.create_uid
                    or units.intersection(user._zrm_tree_unit_ids())
                ):
                    found[user.id].append("case")
        return found

    def _person(self, partner):
        users = partner.user_ids
        units = users.zrm_unit_ids | users.zrm_managed_unit_ids
        above = {
            int(part) for unit in units for part in (unit.parent_path or "").split("/") if part
        }
        return conflicts.Person(
            id=partner.id,
            relatives=frozenset(partner.relation_ids.relative_id.ids),
            units=frozenset(units.ids),
            managed=frozenset(users.zrm_managed_unit_ids.ids),
            above=frozenset(above),
        )
