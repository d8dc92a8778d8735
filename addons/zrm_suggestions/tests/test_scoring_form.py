import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SuggestionCommon

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


def photo(author):
    """A picture that tells who made it."""
    content, exif = io.BytesIO(), Image.Exif()
    exif[0x013B] = author
    Image.new("RGB", (8, 8), "green").save(content, "JPEG", exif=exif)
    return content.getvalue()


@tagged("post_install", "-at_install")
class TestScoringForm(SuggestionCommon):
    """The form on one page, and the files that evaluators see."""

    def form(self, user, evaluation):
        Scoring = self.env["zrm.suggestion.scoring"].with_user(user)
        return Scoring.create({"evaluation_id": evaluation.id})

    def test_what_is_answered_is_handed_in(self):
        suggestion = self.evaluating()
        mine = self.evaluation(suggestion, self.first)
        form = self.form(self.first, mine)
        self.assertEqual(len(form.criteria), 3)
        with self.assertRaisesRegex(UserError, "is missing"):
            form.action_hand_in()
        form.answers = {
            str(self.benefit.id): {"value": 4, "words": "سود دارد", "confidence": "2"},
            str(self.feasible.id): {"value": 2},
        }
        form.words = "خوب است"
        form.action_hand_in()
        self.assertEqual(mine.state, "submitted")
        self.assertEqual(len(mine.score_ids), 3)
        self.assertIn("خوب است", mine.score_ids.mapped("words"))

    def test_stepping_back_needs_a_reason(self):
        form = self.form(self.first, self.evaluation(self.evaluating(), self.first))
        with self.assertRaisesRegex(UserError, "why you step back"):
            form.action_step_back()
        form.recusal = "سررشته ندارم"
        form.action_step_back()

    def test_nobody_counts_evaluations_by_the_form(self):
        suggestion = self.evaluating()
        theirs = self.evaluation(suggestion, self.second)
        for asked in (theirs.id, 2**30):
            with self.subTest(asked), self.assertRaises(AccessError) as refused:
                self.form(self.first, self.env["zrm.suggestion.evaluation"].browse(asked))
            self.assertIn("somebody else's", str(refused.exception))
        form = self.form(self.first, self.evaluation(suggestion, self.first))
        with self.assertRaisesRegex(UserError, "anew"):
            form.evaluation_id = theirs

    def test_what_is_not_handed_in_yet_is_the_evaluators_alone(self):
        suggestion = self.evaluating()
        form = self.form(self.first, self.evaluation(suggestion, self.first))
        form.write({"answers": {str(self.benefit.id): {"value": 1}}, "words": "ضعیف است"})
        self.assertFalse(form.with_user(self.second).search([("words", "ilike", "ضعیف")]))
        for user in (self.second, self.secretary):
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                form.with_user(user).read(["answers", "words"])

    def test_rubbish_instead_of_answers(self):
        form = self.form(self.first, self.evaluation(self.evaluating(), self.first))
        for answers in ([1, 2], {"x": {}}, {"1": 5}, "text"):
            form.answers = answers
            with self.subTest(answers), self.assertRaises(UserError):
                form.action_hand_in()

    def test_files_are_withheld_until_clean_copies_are_released(self):
        suggestion = self.screened()
        Attachment = self.env["ir.attachment"]
        original = Attachment.sudo().create(
            {
                "name": "سارا.jpg",
                "raw": photo("Sara"),
                "res_model": "zrm.suggestion",
                "res_id": suggestion.id,
            }
        )
        suggestion.action_open_round()
        current = suggestion.round_ids
        self.assertEqual(current.withheld_file_ids, original)
        current.file_ids = Attachment.with_user(self.secretary).create(
            {
                "name": "sara-copy.jpg",
                "raw": photo("Sara"),
                "res_model": current._name,
                "res_id": current.id,
            }
        )
        current.action_confirm()
        suggestion.action_invite((self.first | self.second).ids)
        self.env.flush_all()
        self.env.invalidate_all()
        mine = self.evaluation(suggestion, self.first)
        self.assertEqual(mine.file_ids.mapped("name"), ["1.jpg"])
        self.assertNotIn(b"Sara", mine.file_ids.raw)
        seen = Attachment.with_user(self.first).search([("res_model", "like", "zrm.suggestion")])
        self.assertEqual(seen, mine.file_ids)
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            original.with_user(self.first).read(["name"])
        with self.assertRaisesRegex(UserError, "frozen"):
            current.file_ids = False

    def test_what_cannot_be_cleaned_is_not_released(self):
        suggestion = self.screened()
        suggestion.action_open_round()
        current = suggestion.round_ids
        current.file_ids = (
            self.env["ir.attachment"]
            .with_user(self.secretary)
            .create(
                {
                    "name": "نامه.docx",
                    "raw": b"PK words",
                    "res_model": current._name,
                    "res_id": current.id,
                }
            )
        )
        with self.assertRaisesRegex(UserError, "such as a scan"):
            current.action_confirm()
