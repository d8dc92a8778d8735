"""What visitors choose from is cached; a change of it acts at once all the same."""

from odoo.tests import tagged

from odoo.addons.zrm_cases.tests.common import CaseCommon


@tagged("post_install", "-at_install")
class TestChoices(CaseCommon):
    def test_what_visitors_choose_from(self):
        """Lists cached by language, also when only a translation changes."""
        env = self.env
        env["res.lang"]._activate_lang("fa_IR")
        region = env["zrm.region"].create({"name": "Old town"})
        Subject, Region = env["zrm.subject"], env["zrm.region"].with_context(lang="fa_IR")

        def shown():
            self.as_if_committed()
            regions = {
                id_: label for _head, group in Region._groups_to_choose() for id_, label in group
            }
            names = Subject.with_context(lang="fa_IR")._names()
            return regions.get(region.id), names[self.subject.id]

        before = shown()
        self.assertEqual(before, ("Old town", self.subject.name))
        region.update_field_translations("name", {"fa_IR": "شهر کهنه"})
        self.subject.update_field_translations("name", {"fa_IR": "جوی"})
        self.assertEqual(shown(), ("شهر کهنه", "جوی"))
        region.active = False
        self.assertEqual(shown()[0], None)

    def test_another_nature_to_choose(self):
        self.subject.nature_ids = False
        self.as_if_committed()
        self.assertIn(self.nature, self.subject._natures())
        self.nature.active = False
        self.as_if_committed()
        self.assertNotIn(self.nature, self.subject._natures())
        new = self.env["zrm.nature"].create(
            {"name": "x", "code": "x", "kind": "report", "sequence": -1}
        )
        self.as_if_committed()
        self.assertEqual(self.subject._natures()[:1], new)
