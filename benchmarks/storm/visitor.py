"""A browser or machine, as far as the server can tell: cookies, redirects, an address."""

import os
import random
import re
import time
from urllib.parse import urlsplit

import gevent
from locust import FastHttpUser, task
from world import address

URL = os.environ["STORM_URL"]
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


class RefusedError(Exception):
    """The server answered something that this visitor cannot go on with."""


class Visitor(FastHttpUser):
    """Comes once in ``period`` seconds; at once again when the last visit took longer."""

    abstract = True
    host = URL
    period = 10

    def on_start(self):
        # Not all at the same moment.
        self.due = time.monotonic() + random.random() * self.period
        self.come_anew()
        gevent.sleep(self.wait_time())

    def wait_time(self):
        now = time.monotonic()
        wait = max(self.due - now, 0)
        self.due = max(self.due, now) + self.period
        return wait

    @task
    def come(self):
        try:
            self.visit()
            self.environment.tally.visits[type(self).__name__] += 1
        except RefusedError as error:
            self.environment.tally.broken[str(error)] += 1

    def come_anew(self):
        """As somebody else: without cookies, from another address."""
        self.client.cookiejar.clear()
        # What nginx says of a visitor.
        self.headers = {
            "X-Forwarded-For": address(),
            "X-Forwarded-Host": urlsplit(URL).netloc,
            "X-Forwarded-Proto": "http",
            "Accept-Language": "fa-IR,fa;q=0.9",
        }

    def ask(self, method, url, name, expected=(200, 301, 303), headers=(), **options):
        """One request, counted under ``name``.

        :raise RefusedError: when its status is none of ``expected``
        """
        with self.client.request(
            method,
            url,
            name=name,
            headers={**self.headers, **dict(headers)},
            allow_redirects=False,
            catch_response=True,
            **options,
        ) as answer:
            if answer.status_code not in expected:
                answer.failure(f"answered {answer.status_code}")
                raise RefusedError(f"{name}: {answer.status_code} {(answer.text or '')[:300]}")
        return answer

    def page(self, method, url, name, **options):
        """A page of the site with all redirects on the way to it.

        :return: ``(path, text)`` of where it ends
        """
        answer = self.ask(method, url, name, **options)
        while answer.status_code in (301, 303):
            target = urlsplit(answer.headers["Location"])
            url = target.path + (f"?{target.query}" if target.query else "")
            answer = self.ask("GET", url, self.name_of(target.path))
        return urlsplit(url).path, answer.text

    def name_of(self, path):
        """How a page is called in the report; tokens and codes in it differ each time."""
        return path

    @staticmethod
    def csrf(text):
        """The token that the forms of this page send along."""
        return CSRF.search(text).group(1)
