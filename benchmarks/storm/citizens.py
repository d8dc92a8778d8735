"""Citizens: some report on the public pages, others look what became of theirs."""

import random
import re
from collections import deque
from hashlib import sha256

import world
from ledger import LEDGER
from visitor import RefusedError, Visitor

NATURE = re.compile(r'name="nature_id" value="(\d+)"')
CODE = re.compile(r'class="o_zrm_code_digits"[^>]*>([\d\s]+)<')
# One report in five comes with a picture.
PICTURES = 0.2
# Cases that can be looked up: those of the past, and those of a moment ago.
KNOWN = deque((tuple(pair) for pair in world.WORLD["codes"]), maxlen=5000)


class Reporter(Visitor):
    """Goes through all steps of a report, each a form as the browser posts it."""

    period = 8

    def name_of(self, path):
        step = path.rsplit("/", 1)[-1]
        return f"report: {'subjects' if step == 'report' else step}"

    def visit(self):
        self.come_anew()
        _path, text = self.page("GET", "/zrm/report", "report: to the own language")
        path, text = self.fill("/zrm/report", text, "begin", subject_id=world.subject())
        report = path.rpartition("/")[0]
        details = {
            "nature_id": random.choice(NATURE.findall(text)),
            "name": "آب در کوچه مانده است",
            "description": "از دیروز جوی گرفته و آب در کوچه مانده است.",
            "go": "on",
        }
        path, text = self.fill(f"{report}/details", text, "details", self.files(), **details)
        path, text = self.fill(f"{report}/where", text, "where", go="on", **world.place())
        if path.endswith("/same"):
            path, text = self.fill(f"{report}/same", text, "same", same="other", go="on")
        name, phone = self.who()
        who = {"bringer": "self", "name": name, "phone": phone, "go": "on"}
        who["preferred_channel"] = "none"
        path, text = self.fill(f"{report}/who", text, "who", **who)
        if not path.endswith("/send"):
            raise RefusedError(f"at {path} instead of the last step")
        self.send(report, text, phone)

    def fill(self, url, text, step, files=None, **form):
        form["csrf_token"] = self.csrf(text)
        return self.page("POST", url, f"report: {step}, sent", data=form, files=files)

    @staticmethod
    def files():
        if random.random() < PICTURES:
            return {"files": ("photo.png", world.picture(), "image/png")}
        return None

    @staticmethod
    def who():
        """One in four is on file already, and types the phone that is there."""
        if random.random() < 0.25:
            name, _national_id, phone = random.choice(world.WORLD["people"])
            return name, phone
        return world.newcomer()

    def send(self, report, text, phone):
        # As zrm.case.draft._reference: the token itself would open the report.
        reference = sha256(report.rpartition("/")[2].encode()).hexdigest()[:32]
        LEDGER.note("asked", "form", reference)
        _path, text = self.fill(f"{report}/send", text, "send")
        code = CODE.search(text)
        if not code:
            raise RefusedError("no tracking code on the last page")
        number = "".join(code.group(1).split())
        LEDGER.note("answered", "form", reference, number)
        KNOWN.append((number, phone[-4:]))


class Tracker(Visitor):
    """Looks up a case by its code and four digits."""

    period = 8

    def name_of(self, path):
        return "track: the case" if "/zrm/case/" in path else "track: the form"

    def visit(self):
        self.come_anew()
        number, proof = random.choice(KNOWN)
        _path, text = self.page("GET", "/zrm/track", "track: to the own language")
        form = {"code": number, "proof": proof, "csrf_token": self.csrf(text)}
        path, _text = self.page("POST", "/zrm/track", "track: code and proof", data=form)
        if not path.endswith(f"/zrm/case/{number}"):
            raise RefusedError(f"the code {number} opened nothing")
