"""What stands in the database at one moment, read by SQL alone.

Nothing of the addon is imported here, so that its mistakes are not repeated.
"""

from types import SimpleNamespace

FINAL = ("closed", "rejected")
SETTLED = (*FINAL, "answered")
SYSTEM = 1  # the user as whom the system acts

CASES = """
    SELECT c.id, c.name, c.state, c.unit_id, c.user_id, c.handler_unit_id, c.step_id, c.outcome,
           c.public_reason, c.answer, c.answered_by_id, c.answer_approved_by_id,
           coalesce(c.is_confidential, false) AS is_confidential,
           coalesce(c.objection_count, 0) AS objection_count,
           c.paused_at, c.deadline, c.response_deadline, c.step_deadline,
           c.next_check_at, c.missed, c.responded_at, c.parent_id, c.duplicate_of_id,
           c.partner_id, c.received_at, c.process_id, c.subject_id,
           c.silent_at, c.verdict,
           coalesce(nullif(s.total_hours, 0), p.total_hours) AS total_hours
      FROM zrm_case c
      JOIN zrm_subject s ON s.id = c.subject_id
      JOIN zrm_process p ON p.id = c.process_id
     WHERE c.id > %(since)s ORDER BY c.id
"""
LEGS = """
    SELECT id, case_id, kind, unit_id, user_id, closed_at,
           md5(concat_ws('|', case_id, kind, from_unit_id, from_user_id, unit_id, instruction,
                         opened_at, step_id, came_from_step_id)) AS fixed,
           md5(t::text) AS everything
      FROM zrm_referral t WHERE case_id > %(since)s ORDER BY id
"""
EVENTS = """
    SELECT e.id, e.case_id, e.kind, e.at, e.user_id, e.from_unit_id, e.to_unit_id,
           e.from_step_id, e.to_step_id, e.is_public, e.text, md5(e::text) AS everything
      FROM zrm_case_event e WHERE case_id > %(since)s ORDER BY e.id
"""
APPROVALS = """
    SELECT id, case_id, step_id, kind, text, asked_by_id, unit_id, state, decided_by_id
      FROM zrm_case_approval WHERE case_id > %(since)s ORDER BY id
"""
ACTIVITIES = """
    SELECT a.id, a.res_id AS case_id, a.user_id, a.summary,
           a.activity_type_id IN (
               SELECT res_id FROM ir_model_data
                WHERE module = 'zrm_cases' AND name = 'activity_approve') AS is_approval
      FROM mail_activity a WHERE a.res_model = 'zrm.case' AND a.active AND a.res_id > %(since)s
     ORDER BY a.id
"""
NOTICES = """
    SELECT id, case_id, event_id, partner_id, moment, state
      FROM zrm_case_notice WHERE case_id > %(since)s ORDER BY id
"""
STEPS = """
    SELECT s.id, g.state, coalesce(s.needs_approval, false) AS needs_approval, s.hours
      FROM zrm_process_step s JOIN zrm_stage g ON g.id = s.stage_id
"""
# With the groups that each group implies.
GROUPS = """
    WITH RECURSIVE has(uid, gid) AS (
        SELECT uid, gid FROM res_groups_users_rel
        UNION
        SELECT has.uid, i.hid FROM has JOIN res_groups_implied_rel i ON i.gid = has.gid)
    SELECT d.name, has.uid FROM has
      JOIN ir_model_data d ON d.res_id = has.gid AND d.model = 'res.groups'
     WHERE d.module = 'zrm_base' AND starts_with(d.name, 'group_')
"""
UNITS = "SELECT id, code AS name, parent_path, manager_id FROM zrm_unit"
JUDGES = "SELECT approval_id, user_id FROM zrm_case_approval_judge_rel"
AUTHORS = "SELECT case_id, user_id FROM zrm_case_answer_author_rel WHERE case_id > %(since)s"
EXCLUDED = "SELECT case_id, user_id FROM zrm_case_excluded_user_rel WHERE case_id > %(since)s"
MEMBERS = "SELECT user_id, unit_id FROM zrm_unit_member_rel"
USERS = "SELECT id, login, active, zrm_away_until FROM res_users"


class Facts:
    """Rows by id, and what follows from them about people and units.

    :param datetime moment: that of the city's clock
    :param int since: the last case before this story
    :param bool is_after_schedulers: whether the schedulers have just run
    """

    def __init__(self, cr, moment, since, is_after_schedulers=False):
        self.cr, self.moment, self.since = cr, moment, since
        self.is_after_schedulers = is_after_schedulers
        self.cases = self._rows(CASES)
        self.legs = self._rows(LEGS)
        self.events = self._rows(EVENTS)
        self.approvals = self._rows(APPROVALS)
        self.activities = self._rows(ACTIVITIES)
        self.notices = self._rows(NOTICES)
        self.steps = self._rows(STEPS)
        self.users = self._rows(USERS)
        self.units = self._rows(UNITS)
        self.judges = self._pairs(JUDGES)
        self.authors = self._pairs(AUTHORS)
        self.excluded = self._pairs(EXCLUDED)
        self.members = self._pairs(MEMBERS)
        self.managed = {}
        for unit in self.units.values():
            unit.path = tuple(int(part) for part in unit.parent_path.split("/") if part)
            self.managed.setdefault(unit.manager_id, set()).add(unit.id)
        self.groups = {}
        self.cr.execute(GROUPS)
        for name, uid in cr.fetchall():
            self.groups.setdefault(name.removeprefix("group_"), set()).add(uid)
        self.of_case = {}
        for event in self.events.values():
            self.of_case.setdefault(event.case_id, []).append(event)

    def _rows(self, sql):
        self.cr.execute(sql, {"since": self.since})
        names = [column[0] for column in self.cr.description]
        rows = (SimpleNamespace(**dict(zip(names, row, strict=True))) for row in self.cr.fetchall())
        return {row.id: row for row in rows}

    def _pairs(self, sql):
        self.cr.execute(sql, {"since": self.since})
        pairs = {}
        for one, other in self.cr.fetchall():
            pairs.setdefault(one, set()).add(other)
        return pairs

    # ------------------------------------------------------------------
    # People
    # ------------------------------------------------------------------

    def units_of(self, uid):
        """The units in which somebody works, or which they manage."""
        return self.members.get(uid, set()) | self.managed.get(uid, set())

    def works_in(self, uid, unit_id):
        """In this unit or above it."""
        return bool(self.units_of(uid) & set(self.units[unit_id].path))

    def may_open(self, uid, case):
        if not case.is_confidential or uid in self.groups["oversight"]:
            return True
        return uid in self.groups["confidential"] and self.works_in(uid, case.unit_id)

    def is_able(self, uid, case):
        """Whether somebody is able and allowed to act on a case."""
        return (
            bool(uid)
            and self.users[uid].active
            and uid in self.groups["expert"]
            and uid not in self.excluded.get(case.id, ())
            and self.may_open(uid, case)
        )

    def is_responsible(self, uid, case):
        """Whether it is theirs to act: their case, their unit's or one below, or oversight."""
        return (
            uid == case.user_id
            or uid in self.groups["oversight"]
            or self.works_in(uid, case.unit_id)
        )

    def people_of_answer(self, case):
        """Who drafted, answered or approved."""
        people = {case.answered_by_id, case.answer_approved_by_id} - {None, SYSTEM}
        return people | self.authors.get(case.id, set())

    # ------------------------------------------------------------------
    # What came new
    # ------------------------------------------------------------------

    def new_events(self, before, *kinds):
        """The events since then, of these kinds or all."""
        return [
            event
            for event in self.events.values()
            if event.id not in before.events and (not kinds or event.kind in kinds)
        ]

    def tasks(self, case, since=None):
        """The activities on a case; only those that came new since then."""
        return [
            task
            for task in self.activities.values()
            if task.case_id == case.id and (since is None or task.id not in since.activities)
        ]

    def login(self, uid):
        return self.users[uid].login if uid else "nobody"
