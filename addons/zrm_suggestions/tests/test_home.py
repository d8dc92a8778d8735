from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestHome(SuggestionCommon):
    """What waits for somebody, in each of their roles."""

    def tiles(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        tiles = self.env["zrm.suggestion.tile"].with_user(user).search([])
        return {tile.get_external_id()[tile.id].split("tile_")[-1]: tile for tile in tiles}

    def test_each_role_has_its_own(self):
        suggestion = self.evaluating()
        self.submitted()
        mine = self.tiles(self.first)
        self.assertEqual(set(mine), {"to_evaluate", "evaluated"})
        self.assertEqual(mine["to_evaluate"].number, 1)
        self.assertEqual(mine["evaluated"].number, 0)
        own = self.tiles(self.author)
        self.assertEqual(set(own), {"drafts", "under_way"})
        self.assertEqual(own["under_way"].number, 2)
        office = self.tiles(self.secretary)
        self.assertEqual((office["to_screen"].number, office["in_evaluation"].number), (1, 1))
        self.assertEqual(self.tiles(self.member)["waiting"].number, 0)
        self.hand_in(suggestion, self.first, self.second, self.third)
        self.assertEqual(self.tiles(self.member)["waiting"].number, 1)

    def test_a_tile_opens_what_it_counts(self):
        self.evaluating()
        for user in (self.first, self.secretary, self.author, self.member, self.expert):
            for name, tile in self.tiles(user).items():
                with self.subTest(name):
                    action = tile.action_open()
                    model = self.env[action["res_model"]].with_user(user)
                    self.assertEqual(model.search_count(action["domain"]), tile.number)
