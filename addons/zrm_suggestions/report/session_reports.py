from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.zrm_base.readers import reads_jalali


def _label(record, name):
    """The label of a selection, in the language of the record's context."""
    return dict(record._fields[name]._description_selection(record.env)).get(record[name], "")


def _names(people):
    """Their names in one line, with the comma of the reader's language."""
    # sudo: members of the committee are named to who reads the session.
    comma = "، " if reads_jalali(people.env) else ", "
    return comma.join(people.sudo().mapped("name"))


class SessionMinutes(models.AbstractModel):
    """The minutes of a session, as a letter: who was there, what was decided and why."""

    _name = "report.zrm_suggestions.session_minutes"
    _description = "Minutes of a Session"

    @api.model
    def _get_report_values(self, docids, data=None):
        """:raise UserError: for a session that was not held yet"""
        sessions = self.env["zrm.suggestion.session"].browse(docids)
        sessions.check_access("read")
        for session in sessions:
            if session.state == "planned":
                raise UserError(self.env._("%s was not held yet.", session.name))
        return {
            "doc_ids": docids,
            "doc_model": "zrm.suggestion.session",
            "docs": sessions,
            "minutes": self,
            "reader_lang": self.env.user.lang or "en_US",
        }

    @api.model
    def _absent(self, session):
        return session.member_ids - session.present_ids

    @api.model
    def _decisions(self, session):
        """In the order of the agenda; as far as the reader may read them."""
        place = {item.suggestion_id: item.sequence for item in session.item_ids}
        return session.decision_ids.sorted(lambda one: (place.get(one.suggestion_id, 0), one.id))

    @api.model
    def _label(self, record, name):
        return _label(record, name)

    @api.model
    def _names(self, people):
        return _names(people)


class SessionScreen(models.AbstractModel):
    """The page that is projected in the room: what is being discussed, how many votes are in,
    and what was decided. It never tells a vote before the votes are counted."""

    _name = "report.zrm_suggestions.session_screen"
    _description = "Session on the Screen"

    @api.model
    def _get_report_values(self, docids, data=None):
        sessions = self.env["zrm.suggestion.session"].browse(docids)
        sessions.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "zrm.suggestion.session",
            "docs": sessions,
            "screen": self,
            "reader_lang": self.env.user.lang or "en_US",
        }

    @api.model
    def _current(self, session):
        """What is being voted on, else counted, else the next one."""
        items = session.item_ids
        for state in ("voting", "counted", "waiting"):
            if found := items.filtered(lambda one, state=state: one.state == state)[:1]:
                return found
        return items.browse()

    @api.model
    def _label(self, record, name):
        return _label(record, name)

    @api.model
    def _names(self, people):
        return _names(people)
