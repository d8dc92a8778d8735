"""Staff at their screens: lists, forms, and looking up who calls."""

import itertools
import json
import random

import world
from visitor import RefusedError, Visitor

DESKS = itertools.cycle(world.WORLD["desks"])
# Signing in is slow on purpose (the password's hash), so each desk does it once.
COOKIES = {}


class Operator(Visitor):
    """Does one thing each ``period`` seconds, as the web client asks for it."""

    period = 5

    def on_start(self):
        self.desk, self.seen = next(DESKS), []
        super().on_start()

    def come_anew(self):
        super().come_anew()
        login = self.desk["login"]
        if login not in COOKIES:
            self.sign_in()
            COOKIES[login] = list(self.client.cookiejar)
        for cookie in COOKIES[login]:
            self.client.cookiejar.set_cookie(cookie)

    def sign_in(self):
        _path, text = self.page("GET", "/web/login", "operator: sign in")
        form = {"login": self.desk["login"], "password": self.desk["password"]}
        form["csrf_token"] = self.csrf(text)
        self.ask("POST", "/web/login", "operator: sign in", expected=(303,), data=form)

    def visit(self):
        work, weights = zip((self.list, 3), (self.form, 3), (self.caller, 4), strict=True)
        random.choices(work, weights)[0]()

    def call(self, model, method, name, *args, **kwargs):
        body = {
            "jsonrpc": "2.0",
            "method": "call",
            "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
        }
        answer = self.ask("POST", f"/web/dataset/call_kw/{model}/{method}", name, json=body)
        result = json.loads(answer.text)
        if "error" in result:
            raise RefusedError(f"{name}: {result['error']['data']['message']}")
        return result["result"]

    def list(self):
        found = self.call(
            "zrm.case",
            "web_search_read",
            "operator: list",
            domain=self.desk["domain"],
            specification=self.desk["views"]["list"],
            limit=80,
            count_limit=10_001,
            context={"bin_size": True},
        )
        self.seen = [record["id"] for record in found["records"]]

    def form(self):
        if not self.seen:
            return self.list()
        case = random.choice(self.seen)
        spec = self.desk["views"]["form"]
        self.call("zrm.case", "web_read", "operator: form", [case], specification=spec)
        return None

    def caller(self):
        """Somebody calls: who is it, what brings them, is it known already?"""
        name, _number, phone = random.choice(world.WORLD["people"])
        text = random.choice((name, phone))
        found = self.call("zrm.case.quick", "quick_find_caller", "operator: who calls", text)
        caller = found["found"][0]["id"] if found["found"] else False
        if caller:
            self.call("zrm.case.quick", "quick_caller", "operator: the caller", caller)
        matter = {"subject_id": world.subject(), **world.place(), "partner_id": caller}
        self.call("zrm.case.quick", "quick_likely", "operator: known already?", matter)
