from odoo import fields, models
from odoo.exceptions import UserError

from ...const import CONFLICTS
from ...domain import conflicts


class ZrmSuggestion(models.Model):
    """Rounds of evaluation: whom to invite, and whom not."""

    _inherit = "zrm.suggestion"

    def action_open_round(self):
        """Makes the anonymised copy for the next round; the secretary reads and confirms it."""
        rounds = self.env["zrm.suggestion.round"]
        for suggestion in self._lock_for_secretary():
            if suggestion.state not in ("screening", "committee"):
                suggestion._check_may_follow("evaluation")
            # sudo: rounds are made by the server; the right of the secretariat was checked.
            own = suggestion.sudo()
            open_ones = own.round_ids.filtered(lambda one: not one.revealed_at)
            if open_ones:
                rounds |= open_ones.with_env(self.env)
                continue
            if not own.unit_id:
                raise UserError(self.env._("Name the owning unit of %s first.", own.name))
            own._check_shares()
            criteria = own.env["zrm.suggestion.criteria.set"]._for_subject(own.subject_id)
            rounds |= (
                own.env["zrm.suggestion.round"]
                .create(
                    {
                        "suggestion_id": own.id,
                        "company_id": own.company_id.id,
                        "number": len(own.round_ids) + 1,
                        "subject_id": own.subject_id.id,
                        "benefit_kind": own.benefit_kind,
                        "criteria": criteria._snapshot(),
                        "disagreement": criteria.disagreement,
                        **own.env["zrm.suggestion.round"]._blind_vals(own),
                    }
                )
                .with_env(self.env)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Evaluators Read"),
            "res_model": "zrm.suggestion.round",
            "view_mode": "form" if len(rounds) == 1 else "list,form",
            "res_id": rounds.id if len(rounds) == 1 else False,
            "domain": [("id", "in", rounds.ids)],
        }

    def action_invite(self, evaluator_ids=None):
        """Invites evaluators to the confirmed round; without names, those with the least to do.

        :param list evaluator_ids: users
        :raise UserError: when the text is not confirmed, or somebody named has a conflict
        """
        named = self.env["res.users"].browse(evaluator_ids or [])
        for suggestion in self._lock_for_secretary():
            own = suggestion.sudo()
            current = own.round_ids.filtered(lambda one: not one.revealed_at)[-1:]
            if not current or not current.confirmed_at:
                raise UserError(
                    self.env._("Confirm first what evaluators read: nothing may tell who wrote it.")
                )
            people = named.sudo() or own._least_busy(current, own._wanted(current))
            if not people:
                raise UserError(
                    self.env._("Nobody is left who may evaluate %s; name others.", own.name)
                )
            for user in people:
                if found := own._conflicts_of(user):
                    kinds = dict(CONFLICTS)
                    raise UserError(
                        self.env._(
                            "%(user)s may not evaluate it: %(why)s.",
                            user=user.name,
                            why=", ".join(kinds[kind] for kind in found),
                        )
                    )
            if own.state != "evaluation":
                own._enter("evaluation", published_state="evaluation")
            if not current.due_on:
                current.due_on = own.due_at and fields.Date.to_date(own.due_at)
            own._invite(current, people)
            own._log_event("invited")
        return True

    def _wanted(self, current):
        """How many evaluators the round still lacks."""
        criteria = self.env["zrm.suggestion.criteria.set"]._for_subject(self.subject_id)
        here = current.evaluation_ids.filtered(lambda one: one.state != "recused")
        return max(criteria.evaluator_count - len(here), 0)

    def _invite(self, current, people):
        known = current.evaluation_ids.evaluator_id
        made = self.env["zrm.suggestion.evaluation"].create(
            [{"round_id": current.id, "evaluator_id": user.id} for user in people - known]
        )
        current.evaluator_ids = [(4, user.id) for user in made.evaluator_id]
        for evaluation in made:
            user = evaluation.evaluator_id
            own = evaluation.with_context(lang=user.lang or self.env.lang)
            own.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=current.due_on or None,
                summary=own.env._("Please evaluate this suggestion"),
                user_id=user.id,
            )

    def _invite_instead(self, current):
        """Invites the next one in the place of somebody who stepped back."""
        own = self.sudo()
        people = own._least_busy(current, own._wanted(current))
        if people:
            own._invite(current, people)
        else:
            own._tell_secretary_of_delay()

    def _least_busy(self, current, count):
        """Evaluators without a conflict, those with the fewest open evaluations first."""
        group = self.env.ref("zrm_suggestions.group_suggestion_evaluator").sudo()
        asked = current.evaluation_ids.evaluator_id
        people = (group.all_user_ids - asked).filtered(
            lambda user: user._zrm_takes_part(self.company_id)
        )
        load = dict(
            self.env["zrm.suggestion.evaluation"]
            .sudo()
            ._read_group(
                [("evaluator_id", "in", people.ids), ("state", "=", "invited")],
                ["evaluator_id"],
                ["__count"],
            )
        )
        ordered = sorted(people, key=lambda user: (load.get(user, 0), user.id))
        fit = self.env["res.users"].sudo()
        for user in ordered:
            if len(fit) >= count:
                break
            if not self._conflicts_of(user):
                fit |= user
        return fit

    # ------------------------------------------------------------------
    # Conflicts
    # ------------------------------------------------------------------

    def _conflicts_of(self, user):
        """Why this user must not evaluate the suggestion; see ``domain/conflicts.py``."""
        self.ensure_one()
        own = self.sudo()
        authors = own._all_authors()
        declared = own.env["zrm.suggestion.interest"].search([("user_id", "=", user.id)])
        by_authors = own.env["zrm.suggestion.interest"].search(
            [("user_id", "in", authors.user_ids.ids), ("partner_id", "=", user.partner_id.id)]
        )
        wrote = own.env["zrm.suggestion.author"].search(
            [("partner_id", "=", user.partner_id.id), ("suggestion_id", "!=", own.id)]
        )
        return conflicts.conflicts(
            own._person(user.sudo().partner_id),
            [own._person(author) for author in authors],
            {*declared.partner_id.ids, *by_authors.user_id.partner_id.ids},
            wrote.suggestion_id.author_ids.partner_id.ids,
        )

    def _all_authors(self):
        """The authors, and those of suggestions that were joined to this one."""
        self.ensure_one()
        return (self | self.merged_ids).author_ids.partner_id

    def _person(self, partner):
        users = partner.with_context(active_test=False).user_ids
        units = users.zrm_unit_ids | users.zrm_managed_unit_ids
        above = {
            int(part) for unit in units for part in (unit.parent_path or "").split("/") if part
        }
        relations = partner.relation_ids
        return conflicts.Person(
            id=partner.id,
            relatives=frozenset(relations.relative_id.ids),
            units=frozenset(units.ids),
            managed=frozenset(users.zrm_managed_unit_ids.ids),
            above=frozenset(above),
        )
