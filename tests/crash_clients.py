"""Who registers cases while the server is killed under them: a machine with an
API key, and a citizen on the public pages. Both try again until they know."""

import html
import re
import threading

import requests

from .conftest import pause

# A request that the server answers with something else than yes or no.
PAUSE = 0.2


class Again(Exception):
    """No answer that can be relied upon: the same is asked once more.

    Also after a 403: where PostgreSQL dies while Odoo looks up who asks, Odoo
    says "Access Denied" to somebody who has every right.
    """


class Registrar(threading.Thread):
    """Registers one case after the other until stopped.

    ``known`` holds the returned tracking codes by its own reference. ``tries`` counts
    attempts, including failed ones.
    """

    def __init__(self, site, prefix):
        super().__init__(daemon=True)
        self.site, self.prefix = site, prefix
        self.known, self.tries, self.trouble = {}, 0, None
        self.stopping = threading.Event()

    def run(self):
        number = 0
        while not self.stopping.is_set():
            number += 1
            reference = f"{self.prefix}-{number}"
            self.known[reference] = self.until_known(number, reference)

    def until_known(self, number, reference):
        while True:
            self.tries += 1
            try:
                return self.register(number, reference)
            except (requests.RequestException, Again) as error:
                self.trouble = error
                pause(PAUSE)

    def finish(self):
        """Stops behind the case that it is at, which it must be able to end."""
        self.stopping.set()
        self.join(60)
        assert not self.is_alive(), f"{self.prefix} still tries: {self.trouble}"


class Machine(Registrar):
    """Another system, by Odoo's JSON API, with its own reference for each case."""

    def register(self, number, reference):
        facts = self.site.facts
        # Notified by e-mail and by text message in turn.
        reached = {"email": f"{reference}@zrm.example"}
        if number % 2:
            reached = {"phone": f"0912{number:07d}"}
        vals = {
            "citizen": {"name": f"Citizen {reference}", "lang": "en_US", **reached},
            "channel_id": facts["channel"],
            "nature_id": facts["nature"],
            "subject_id": facts["subject"],
            "external_ref": reference,
            "name": f"Matter {reference}",
        }
        [case] = call(self.site, "machine", "zrm.case", "register", vals_list=[vals])
        return case["number"]


def call(site, user, model, method, **body):
    """A method by the JSON API in the name of one of the city's users."""
    answer = requests.post(
        f"{site.server.url}/json/2/{model}/{method}",
        json=body,
        headers={"Authorization": f"Bearer {site.facts['keys'][user]}"},
        timeout=60,
    )
    if not answer.ok:
        raise Again(answer.text[:300])
    return answer.json()


def found_in(pattern, text):
    """What the pattern's group finds; where Odoo shows another page, it is
    asked for once more."""
    if found := re.search(pattern, text):
        return found.group(1)
    raise Again(text[:300])


class Visitor(Registrar):
    """A citizen without account: a form after the other, as without script."""

    def register(self, number, reference):
        session, path = requests.Session(), None
        while True:
            try:
                if not path:
                    path = self.begin(session)
                page = self.read(session.get(f"{self.site.server.url}{path}", timeout=60))
                step = page.url.split("?")[0].rsplit("/", 1)[-1]
                if step == "done":
                    return found_in(r"/zrm/case/(\w+)", page.text)
                self.post(session, page, f"{path}/{step}", self.form(step, number, reference))
            except (requests.RequestException, Again) as error:
                self.tries, self.trouble = self.tries + 1, error
                pause(PAUSE)

    def track(self, code, digits):
        """The page of the case, for who has the code and the end of the phone."""
        session = requests.Session()
        page = self.read(session.get(f"{self.site.server.url}/zrm/track", timeout=60))
        return self.post(session, page, "/zrm/track", {"code": code, "proof": digits}).text

    def form(self, step, number, reference):
        forms = {
            "details": {"nature_id": self.site.facts["nature"], "name": f"Matter {reference}"},
            "where": {"address": f"Lane {reference}"},
            "same": {"same": "other"},
            "who": {
                "bringer": "self",
                "name": f"Citizen {reference}",
                "phone": f"0935{number:07d}",
                "lang": "en_US",
            },
            "send": {},
        }
        if step not in forms:
            raise Again(f"nothing is asked here: {step}")
        return forms[step]

    def begin(self, session):
        url = f"{self.site.server.url}/zrm/report"
        page = self.read(session.get(url, timeout=60))
        form = {"subject_id": self.site.facts["subject"]}
        page = self.post(session, page, "/zrm/report", form)
        return found_in(r"(/zrm/report/[\w-]+)/details", page.url)

    def post(self, session, page, path, form):
        token = found_in(r'name="csrf_token" value="([^"]+)"', page.text)
        return self.read(
            session.post(
                f"{self.site.server.url}{path}",
                data={"csrf_token": html.unescape(token), **form},
                timeout=60,
            )
        )

    @staticmethod
    def read(page):
        if not page.ok:
            raise Again(page.text[:300])
        return page
