from odoo import models
from odoo.exceptions import UserError

from ...domain import judging


class ZrmCase(models.Model):
    """Who is able and allowed to act on a case: has an open account and a role, may open
    it, and had no hand in an answer that the citizen disputes."""

    _inherit = "zrm.case"

    # ------------------------------------------------------------------
    # Asking people rung by rung; the tables stand in domain/judging.py
    # ------------------------------------------------------------------

    def _rungs(self, unit, of_unit):
        """The people of a unit and of all above it, then oversight.

        :param of_unit: gives the users of one unit, the first to be asked first
        :return: list of ``(unit, users)``; the unit of oversight is empty
        """
        # sudo: who works where does not depend on who asks.
        unit, rungs = unit.sudo(), []
        while unit:
            rungs.append((unit, of_unit(unit)))
            unit = unit.parent_id
        return [*rungs, (unit, self._oversight_users())]

    def _oversight_users(self):
        """Oversight of the case's company; administrators look after the system and judge
        nothing."""
        return self._users_of("zrm_base.group_oversight") - self._users_of(
            "zrm_base.group_administrator"
        )

    def _administrators(self):
        return self._users_of("zrm_base.group_administrator")

    def _users_of(self, group):
        # sudo: staff may not list users by group.
        case = self.sudo()
        users = case.env.ref(group).all_user_ids
        return users.filtered(
            lambda user: user.active and not user.share and case.company_id in user.company_ids
        ).sorted("id")

    def _choose_somebody(self, rungs, parties, opens=None):
        """Who of these people decides.

        :param list rungs: as :meth:`_rungs` gives them
        :param parties: users who had a hand in what is decided
        :param opens: says of a user whether they may open the case; by default as it is now
        :return: ``(unit, users, passed)``: the unit is empty where it is oversight, the
            users where nobody is left; ``passed`` says in words who was passed over
        """
        self.ensure_one()
        choice = judging.choose(
            [[self._person(user, parties, opens) for user in users] for _unit, users in rungs]
        )
        passed = "\n".join(
            dict.fromkeys(
                self._passed_in_words(rungs[position][0], user_id, why)
                for position, user_id, why in choice.passed
            )
        )
        Users = self.env["res.users"].sudo()
        if choice.rung is None:
            return rungs[-1][0], Users, passed
        return rungs[choice.rung][0], Users.browse(choice.people), passed

    def _person(self, user, parties, opens=None):
        is_active = user.active and user.has_group("zrm_base.group_expert")
        opens = opens or self._users_who_may_open
        return judging.Person(
            id=user.id,
            is_party=user in parties,
            is_active=is_active,
            may_open=is_active and bool(opens(user)),
            is_away=user._zrm_is_away(),
        )

    def _passed_in_words(self, unit, user_id, why):
        if not user_id:
            if unit:
                return self.env._("%s has nobody who decides.", unit.display_name)
            return self.env._("There is no oversight.")
        name = self.env["res.users"].sudo().browse(user_id).name
        return {
            judging.PARTY: self.env._("%s had a hand in the answer.", name),
            judging.CLOSED: self.env._("The account of %s is closed or has no role.", name),
            judging.UNSEEN: self.env._("%s may not open this confidential case.", name),
            judging.AWAY: self.env._("%s is away.", name),
        }[why]

    # ------------------------------------------------------------------
    # Units that can act
    # ------------------------------------------------------------------

    def _able_unit(self, unit):
        """This unit, or the next one above with somebody who may act on the case; the unit
        itself where there is none."""
        self.ensure_one()
        case = self.sudo()
        if not case.objection_count and not case.is_confidential:
            able = unit
            while able and not able._has_staff():
                able = able.sudo().browse(able._cached("parent_id") or [])
            return able or unit
        return self._choose_handler(unit)[0] or unit

    def _choose_handler(self, unit):
        """Who may act on this case, in this unit or above; see :meth:`_choose_somebody`.

        It need not be there yet: who works there opens it then, whoever opens it now.
        """
        is_secret = self.sudo().is_confidential
        return self._choose_somebody(
            self._rungs(unit, lambda one: one.manager_id | one.member_ids),
            self._excluded_users(),
            lambda user: not is_secret or user._zrm_opens_confidential(),
        )

    def _check_someone_able(self, unit):
        """:raise UserError: when nobody of the unit may act on this case"""
        self.ensure_one()
        if self._able_unit(unit) != unit:
            raise UserError(
                self.env._(
                    "Nobody of %s may act on this case: choose another unit.", unit.display_name
                )
            )

    # ------------------------------------------------------------------
    # Whom a task is given to
    # ------------------------------------------------------------------

    def _whom_to_ask(self, user=None):
        """Who gets a task of this case: the given one, the expert, the manager; else the
        first who may act, in its unit or above."""
        self.ensure_one()
        case = self.sudo()
        excluded = case._excluded_users()
        away = None
        for one in (user, case.user_id, case.unit_id.manager_id):
            if one and one.active and one not in excluded and case._users_who_may_open(one):
                if not one._zrm_is_away():
                    return one
                away = away or one
        # Who is there, else the first who is away.
        found = case._choose_handler(case.unit_id)[1][:1]
        return found if found and not (away and found._zrm_is_away()) else away or found
