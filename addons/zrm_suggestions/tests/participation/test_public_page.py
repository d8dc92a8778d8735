import csv
import io
import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..citizen_common import CitizenSuggestions


@tagged("post_install", "-at_install")
class TestPublicPage(CitizenSuggestions):
    def page(self, query=""):
        return self.text(self.url_open(f"/zrm/suggestions{query}"))

    def test_only_what_was_published(self):
        publication = self.published(self.submitted(name="پیشنهاد آشکار"))
        hidden = self.submitted(name="پیشنهاد پنهان")
        page = self.page()
        self.assertIn("پیشنهاد آشکار", page)
        self.assertNotIn("پیشنهاد پنهان", page)
        for number in (0, hidden.id, publication.number + 1000, 2**40):
            self.assertEqual(self.url_open(f"/zrm/suggestions/{number}").status_code, 404, number)
        for odd in ("x", "-1", publication.suggestion_id.number + "x"):
            self.assertEqual(self.url_open(f"/zrm/suggestions/{odd}").status_code, 404, odd)

    def test_the_tracking_code_is_nowhere(self):
        publication = self.published()
        code = publication.suggestion_id.number
        for path in ("", f"/{publication.number}", ".csv", ".json"):
            self.assertNotIn(code, self.url_open(f"/zrm/suggestions{path}").text, path)

    def test_states_that_are_not_published_are_not_told(self):
        publication = self.published()
        # As after a decision of the committee, before it is published.
        publication.suggestion_id._write_handling({"state": "approved", "outcome": "as_is"})
        for path in ("", f"/{publication.number}", ".json", ".csv"):
            page = self.url_open(f"/zrm/suggestions{path}").text
            self.assertIn("Submitted", page, path)
        # The word is among the filters of the list.
        for path in (f"/{publication.number}", ".json", ".csv"):
            page = self.url_open(f"/zrm/suggestions{path}").text
            self.assertNotIn("pproved", page, path)
        self.assertNotIn(publication.name, self.page("?state=approved"))

    def test_what_was_given_back_or_withdrawn_is_not_shown(self):
        publication = self.published()
        suggestion = publication.suggestion_id.with_user(self.secretary)
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.action_return("کامل کنید")
        self.assertNotIn(publication.name, self.page())
        suggestion.with_user(self.author).action_submit()
        self.assertIn(publication.name, self.page())
        suggestion.with_user(self.author).action_withdraw()
        self.assertNotIn(publication.name, self.page())
        page = self.url_open(f"/zrm/suggestions/{publication.number}")
        self.assertEqual(page.status_code, 404)

    def test_authors_by_their_own_choice_only(self):
        publication = self.published()
        path = f"/zrm/suggestions/{publication.number}"
        self.assertNotIn("سارا نویسنده", self.url_open(path).text)
        author = publication.suggestion_id.author_ids
        suggestion = publication.suggestion_id
        suggestion._choose_naming(author, True)
        self.assertNotIn("سارا نویسنده", self.url_open(path).text, "it is not decided yet")
        suggestion._write_handling({"state": "approved", "published_state": "approved"})
        self.assertIn("سارا نویسنده", self.url_open(path).text)
        suggestion._choose_naming(author, False)
        self.assertNotIn("سارا نویسنده", self.url_open(path).text)

    def test_what_tells_who_wrote_it_is_masked(self):
        publication = self.published(
            self.submitted(proposed_state="من سارا نویسنده هستم، ۰۹۱۲۱۲۳۴۵۶۷، a@b.ir")
        )
        for secret in ("نویسنده", "۰۹۱۲۱۲۳۴۵۶۷", "a@b.ir"):
            self.assertNotIn(secret, publication.proposed_state)

    def test_the_secretary_reads_and_corrects_it_first(self):
        suggestion = self.submitted()
        dialog = suggestion.action_prepare_participation()
        opening = (
            self.env[dialog["res_model"]]
            .with_user(self.secretary)
            .with_context(**dialog["context"])
            .create({})
        )
        self.assertEqual(opening.name, suggestion.name)
        opening.proposed_state = "آنچه همه می‌خوانند"
        opening.action_open()
        publication = suggestion.sudo().publication_ids
        self.assertEqual(publication.proposed_state, "آنچه همه می‌خوانند")
        # Opened again, it keeps the corrected text.
        suggestion.action_close_participation()
        suggestion.action_open_participation()
        self.assertEqual(publication.proposed_state, "آنچه همه می‌خوانند")

    def test_filters(self):
        here = self.published(self.submitted(name="کف‌پوش اینجا"))
        other_subject = self.subject.copy({"name": "موضوع دیگر", "code": "T-S9"})
        there = self.published(self.submitted(name="چراغ آنجا", subject_id=other_subject.id))
        there.suggestion_id.with_user(self.secretary).action_screen(
            self.env.ref("zrm_suggestions.reason_own_duty").id
        )
        year = here.jalali_year
        for query, seen in (
            (f"?subject={self.subject.id}", (True, False)),
            ("?state=rejected", (False, True)),
            ("?words=كفپوش اینجا", (True, False)),
            ("?words=چراغ آنجا", (False, True)),
            (f"?year={year}", (True, True)),
            ("?year=1300", (False, False)),
            ("?region=99999999", (False, False)),
            ("?state=nonsense&subject=x&year=abcd&sort=zz&words=()!:*", (True, True)),
        ):
            page = self.page(query)
            self.assertEqual(("کف‌پوش اینجا" in page, "چراغ آنجا" in page), seen, query)

    def test_sorted_by_voices(self):
        quiet = self.published(self.submitted(name="کم‌صدا"))
        loud = self.published(self.submitted(name="پرصدا"))
        quiet, loud = loud, quiet  # the older one is the louder
        loud._support(self.citizen)
        self.env["zrm.suggestion.recount"]._take()._fold_voices()
        page = self.page("?sort=voices")
        self.assertLess(page.index(loud.name), page.index(quiet.name))
        page = self.page()
        self.assertLess(page.index(quiet.name), page.index(loud.name))

    def test_pages(self):
        for number in range(23):
            self.published(self.submitted(name=f"شماره {number:02d} آزمون"))
        first, second = self.page(), self.page("/page/2")
        self.assertIn("شماره 22 آزمون", first)
        self.assertNotIn("شماره 00 آزمون", first)
        self.assertIn("شماره 00 آزمون", second)
        self.assertIn("page/2", first)
        self.assertEqual(self.url_open("/zrm/suggestions/page/999").status_code, 200)

    def test_csv(self):
        publication = self.published(self.submitted(name="=HYPERLINK(1)"))
        publication._support(self.citizen)
        answer = self.url_open("/zrm/suggestions.csv")
        self.assertTrue(answer.content.startswith(b"\xef\xbb\xbf"))
        self.assertIn("text/csv", answer.headers["Content-Type"])
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        self.assertEqual(rows[0][:3], ["Number", "Title", "Where it stands"])
        row = next(row for row in rows if row[0] == str(publication.number))
        self.assertEqual(row[1], "'=HYPERLINK(1)")
        self.assertEqual(row[7], "1")
        self.assertTrue(row[9].endswith(f"/zrm/suggestions/{publication.number}"))

    def test_json(self):
        publication = self.published(self.submitted(name="داده"))
        answer = self.url_open("/zrm/suggestions.json?words=داده")
        body = json.loads(answer.text)
        self.assertEqual((body["total"], body["page"], body["pages"]), (1, 1, 1))
        [row] = body["suggestions"]
        self.assertEqual((row["number"], row["state"]), (publication.number, "submitted"))
        self.assertEqual(row["year"], publication.jalali_year)
        body = json.loads(self.url_open("/zrm/suggestions.json?page=99").text)
        self.assertEqual(body["suggestions"], [])
        self.env["ir.config_parameter"].set_param("zrm_suggestions.limit_data", "0")
        self.assertEqual(self.url_open("/zrm/suggestions.json").status_code, 429)
        self.assertEqual(self.url_open("/zrm/suggestions.csv").status_code, 429)

    def test_copies_may_be_kept_of_what_everybody_sees(self):
        publication = self.published()
        for path in ("", f"/{publication.number}", ".json", ".csv"):
            self.opener.cookies.pop("session_id", None)
            answer = self.url_open(f"/zrm/suggestions{path}")
            self.assertEqual(answer.headers["Cache-Control"], "public, max-age=60", path)
            self.assertNotIn("session_id", answer.headers.get("Set-Cookie", ""), path)
        self.authenticate("zrm_account", "zrm_account")
        answer = self.url_open(f"/zrm/suggestions/{publication.number}")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertIn("canonical", answer.headers["Link"])

    def test_it_is_switched_on_by_company(self):
        publication = self.published()
        self.env.company.zrm_suggestions_public = False
        for path in ("", ".csv", ".json", f"/{publication.number}"):
            self.assertEqual(self.url_open(f"/zrm/suggestions{path}").status_code, 404, path)
        self.assertNotIn("/zrm/suggestions", self.url_open("/zrm").text)
        with self.assertRaisesRegex(Exception, "Switch the public page on"):
            self.submitted(name="دیگر").action_open_participation()

    def test_of_one_company_only(self):
        other = self.env["res.company"].create({"name": "شهر دیگر", "zrm_suggestions_public": True})
        publication = self.published()
        publication.suggestion_id._write_handling({"company_id": other.id})
        self.assertEqual(publication.company_id, other)
        self.assertNotIn(publication.name, self.page())
        page = self.url_open(f"/zrm/suggestions/{publication.number}")
        self.assertEqual(page.status_code, 404)
        self.secretary.company_ids |= other
        self.account.write({"company_ids": [(4, other.id)], "company_id": other.id})
        self.authenticate("zrm_account", "zrm_account")
        page = self.url_open(f"/zrm/suggestions/{publication.number}")
        self.assertEqual(page.status_code, 200)

    def test_what_became_of_it(self):
        publication = self.published()
        suggestion = publication.suggestion_id
        suggestion._write_handling(
            {"state": "approved", "published_state": "approved", "public_answer": "پذیرفته"}
        )
        milestones = self.env["zrm.suggestion.milestone"].create(
            [
                {
                    "suggestion_id": suggestion.id,
                    "name": name,
                    "owner_id": self.expert.id,
                    "due_on": fields.Date.today() + timedelta(days=9),
                    "is_public": is_public,
                }
                for name, is_public in (("گام آشکار", True), ("گام پنهان", False))
            ]
        )
        suggestion._write_handling({"state": "implementing", "published_state": "implementing"})
        self.env["zrm.suggestion.benefit"].create(
            {
                "suggestion_id": suggestion.id,
                "name": "شکایت‌ها",
                "measure": "در ماه",
                "baseline": 40,
                "measured": 15,
                "evidence": "گزارش",
            }
        ).sudo().write({"verified_at": fields.Datetime.now(), "verified_by_id": self.secretary.id})
        self.assertTrue(milestones)
        path = f"/zrm/suggestions/{publication.number}"
        page = self.url_open(path).text
        for told in ("پذیرفته", "گام آشکار", "Being carried out"):
            self.assertIn(told, page)
        for untold in ("گام پنهان", "شکایت‌ها"):
            self.assertNotIn(untold, page)
        suggestion._write_handling({"state": "measured", "published_state": "measured"})
        page = self.url_open(path).text
        for told in ("شکایت‌ها", "40", "15", "در ماه"):
            self.assertIn(told, page)

    def test_posters_lead_here(self):
        self.assertTrue(self.url_open("/suggest").url.endswith("/zrm/suggest"))
        self.assertTrue(self.url_open("/suggestions").url.endswith("/zrm/suggestions"))
