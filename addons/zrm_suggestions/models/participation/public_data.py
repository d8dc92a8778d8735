import pytz

from odoo import models

from ...domain.public_text import FOLLOWED_KINDS, NAMED_STATES

# What the benefit was is public when it is measured.
MEASURED_STATES = ("measured", "closed")


class ZrmSuggestionPublication(models.Model):
    """What the public page and its data say of a suggestion: nothing but what is published."""

    _inherit = "zrm.suggestion.publication"

    def _authors_named(self):
        """Names of the authors who chose to be named for this suggestion, with those of what
        was joined to it; the earlier ones first. None before a decision is published: who
        evaluates it must not learn them here."""
        self.ensure_one()
        suggestion = self.sudo().suggestion_id
        if suggestion.published_state not in NAMED_STATES:
            return []
        authors = (suggestion | suggestion.merged_ids.sorted("submitted_at")).author_ids
        return list(
            dict.fromkeys(
                author.partner_id.name
                for author in authors
                if author.is_named and not author.suggestion_id._is_secret()
            )
        )

    def _public_rows(self):
        """The data of these publications as plain values.

        :return: list of dicts: ``number``, ``title``, ``state`` (code), ``state_label``,
            ``subject``, ``region``, ``submitted_on`` and ``year`` (Solar Hijri), ``voices``,
            ``answer``, ``url``; a fixed number of queries
        """
        own = self.sudo()
        voices = self._voices()
        labels = dict(self._fields["published_state"]._description_selection(self.env))
        subjects = self.env["zrm.subject"]._names()
        regions = self.env["zrm.region"]._labels()
        return [
            {
                "number": one.number,
                "title": one.name,
                "state": one.published_state,
                "state_label": labels[one.published_state],
                "subject": subjects.get(one.subject_id.id, ""),
                "region": regions.get(one.region_id.id, ""),
                "submitted_on": self._day(one.submitted_at),
                "year": one.jalali_year or "",
                "voices": voices[one.id],
                "answer": one.suggestion_id.public_answer or "",
                "url": one._url(),
            }
            for one in own
        ]

    def _day(self, moment):
        """The day where the organization is, as ISO text."""
        zone = self.env["res.company"]._zrm_timezone()
        return pytz.utc.localize(moment).astimezone(zone).date().isoformat() if moment else ""

    def _public_story(self):
        """The public steps, oldest first: dicts ``at``, ``title``, ``text``."""
        self.ensure_one()
        labels = dict(
            self.env["zrm.suggestion.event"]._fields["kind"]._description_selection(self.env)
        )
        events = self.sudo().suggestion_id.event_ids.filtered(
            lambda event: event.is_public and event.kind in FOLLOWED_KINDS
        )
        return [
            {
                "at": event.at,
                "title": labels[event.kind],
                "text": event.text if event.kind == "progress" else False,
            }
            for event in events.sorted("id")
        ]

    def _public_milestones(self):
        """Milestones that are public: dicts ``name``, ``progress``, ``due_on``, ``is_done``."""
        self.ensure_one()
        return [
            {
                "name": one.name,
                "progress": one.progress,
                "due_on": one.due_on,
                "is_done": bool(one.done_at),
            }
            for one in self.sudo().suggestion_id.milestone_ids
            if one.is_public
        ]

    def _public_benefits(self):
        """What it brought, when that is measured and verified: dicts ``name``, ``measure``,
        ``baseline``, ``measured``."""
        self.ensure_one()
        if self.sudo().published_state not in MEASURED_STATES:
            return []
        return [
            {
                "name": one.name,
                "measure": one.measure or "",
                "baseline": one.baseline,
                "measured": one.measured,
            }
            for one in self.sudo().suggestion_id.benefit_ids
            if one.verified_at
        ]
