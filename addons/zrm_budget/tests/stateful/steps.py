"""Random steps of random people with public money, after each of which the rules of
``checker.py`` hold: requests and documents here, bills and the year's end in the other files."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from ..common import MILLION

# Which of the requests, people and amounts: numbers, so that a failing story gets simpler.
PICK = st.integers(0, 59)
MOST_REQUESTS = 8
DOCUMENTS = ("supplement", "reduction", "withdrawal", "allotment", "transfer", "excess")


def step():
    """A rule for a request, somebody and an amount. All rules take the same, as hypothesis
    tries those with fewer first."""
    return rule(which=PICK, who=PICK, what=PICK)


class RequestSteps(RuleBasedStateMachine):
    """What happens to requests and credits; :attr:`world` is set by the test."""

    world = None

    def __init__(self):
        super().__init__()
        self.world.begin()
        self.town, self.env = self.world.town, self.world.env

    def teardown(self):
        self.world.end()

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def choose(self, options, number):
        return options[number % len(options)]

    def request(self, which, *states):
        """A request, mostly one in these states."""
        requests = self.world.requests
        if states and which % 10 != 9:
            fitting = [one for one in requests if self.world.facts.requests[one.id].state in states]
            requests = fitting or requests
        return self.choose(requests, which // 10 if requests is self.world.requests else which)

    def who(self, number, *able):
        """Mostly one who has the duty, now and then anybody."""
        return self.choose(able if number % 8 != 7 else self.town.staff, number // 8)

    def state(self, request):
        return self.world.facts.requests[request.id].state

    def name(self, request):
        return f"(request {self.world.requests.index(request) + 1}, {self.state(request)})"

    def do(self, user, words, verb, request, *arguments):
        return self.world.act(
            user,
            f"{words} {self.name(request)}",
            lambda own: getattr(own, verb)(*arguments),
            request,
        )

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @initialize(first=PICK, second=PICK)
    def one_more_request(self, first, second):
        self._ask(first, 0, second)

    @step()
    def ask(self, which, who, what):
        if len(self.world.requests) < MOST_REQUESTS:
            self._ask(which, who, what)

    def _ask(self, which, who, what):
        town = self.town
        credits = [self.choose(town.credits, which)]
        if which % 4 == 3:
            credits.append(self.choose(town.credits, which + 1))
        lines = [
            (
                0,
                0,
                {
                    "budget_line_id": credit.id,
                    "amount": (what % 20 + 1) * MILLION,
                    "partner_id": self.choose(town.people, which // 3 + place).id,
                },
            )
            for place, credit in enumerate(credits)
        ]
        vals = {"name": "x", "unit_id": town.unit.id, "line_ids": lines}
        user = self.who(who, town.expert, town.busy)
        made = self.world.act(
            user,
            f"asks ({what % 20 + 1} million each of {len(credits)} credits)",
            lambda model: model.create(vals),
            self.env["zrm.budget.request"],
        )
        if made:
            self.world.requests.append(made.with_env(self.env))

    @step()
    def rewrite(self, which, who, what):
        """Another amount, which drafts alone take."""
        request = self.request(which, "draft")
        self.world.act(
            self.who(who, self.town.expert),
            f"rewrites {self.name(request)}",
            lambda own: own.line_ids[:1].write({"amount": (what % 20 + 1) * MILLION}),
            request,
        )

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def _advance(self, request, who):
        town = self.town
        able, verb = {
            "draft": ([town.expert, town.busy], "action_submit"),
            "submitted": ([town.manager, town.busy], "action_approve"),
            "approved": ([town.certifier, town.busy], "action_reserve"),
            "reserved": ([town.head, town.busy], "action_commit"),
            "committed": ([town.head, town.busy], "action_liquidate"),
            "liquidated": ([town.head, town.busy], "action_order"),
            "ordered": ([town.accountant], "action_post"),
        }.get(self.state(request), ([town.head], "action_order"))
        self.do(self.who(who, *able), verb.removeprefix("action_"), verb, request)

    @step()
    def next_stage(self, which, who, what):
        self._advance(self.request(which), who)

    @step()
    def some_stages(self, which, who, what):
        request = self.request(which, "draft", "submitted", "approved", "reserved", "committed")
        for _stage in range(what % 6 + 1):
            self._advance(request, 0)

    @step()
    def to_the_bill(self, which, who, what):
        request = self.request(which, "reserved", "committed", "liquidated", "ordered")
        for _stage in range(4):
            if self.state(request) not in ("posted", "paid"):
                self._advance(request, 0)

    @step()
    def all_at_once(self, which, who, what):
        """A verb on several requests: all or none."""
        state = self.choose(["approved", "reserved", "committed", "liquidated"], what)
        requests = [one for one in self.world.requests if self.state(one) == state]
        if len(requests) < 2:
            return
        town = self.town
        user, verb = {
            "approved": (town.certifier, "action_reserve"),
            "reserved": (town.head, "action_commit"),
            "committed": (town.head, "action_liquidate"),
            "liquidated": (town.head, "action_order"),
        }[state]
        self.world.act(
            user,
            f"does {verb} with {len(requests)}",
            lambda own: getattr(own, verb)(),
            self.env["zrm.budget.request"].browse([one.id for one in requests]),
        )

    @step()
    def a_wrong_verb(self, which, who, what):
        verbs = ("submit", "approve", "reserve", "commit", "liquidate", "order", "post")
        verb = self.choose(verbs, what)
        self.do(self.choose(self.town.staff, who), verb, f"action_{verb}", self.request(which))

    @step()
    def liquidate(self, which, who, what):
        """Less or more than was committed."""
        request = self.request(which, "committed")
        share = self.choose([0, 0.4, 0.9, 1.05, 1.2, -0.1], what)
        amounts = {
            line.id: round(line.committed * share) for line in self.world.sudo(request).line_ids
        }
        user = self.who(who, self.town.head)
        self.do(user, f"finds {share} payable", "action_liquidate", request, amounts)

    @step()
    def give_back(self, which, who, what):
        request = self.request(which, "submitted", "approved")
        user = self.who(who, self.town.manager, self.town.certifier, self.town.busy)
        self.do(user, "returns", "action_return", request, "x")

    @step()
    def step_back(self, which, who, what):
        request = self.request(which, "ordered", "liquidated")
        self.do(self.who(who, self.town.head), "takes back", "action_step_back", request, "x")

    @step()
    def release(self, which, who, what):
        request = self.request(which, "reserved", "committed")
        self.do(self.who(who, self.town.head), "releases", "action_release", request, "x")

    @step()
    def cancel(self, which, who, what):
        request = self.request(which, "draft", "submitted", "approved")
        user = self.who(who, self.town.expert, self.town.manager)
        self.do(user, "cancels", "action_cancel", request, "x")

    # ------------------------------------------------------------------
    # Credits
    # ------------------------------------------------------------------

    @step()
    def document(self, which, who, what):
        """A document of a credit, proposed and decided."""
        town, kind = self.town, self.choose(DOCUMENTS, which)
        credit, amount = self.choose(town.credits, who), (what + 1) * MILLION
        target = self.choose(town.credits, who + 1).id if kind == "transfer" else False
        words = f"proposes {kind} ({what + 1} million)"

        def propose(model):
            made = model.create(
                {
                    "line_id": credit.id,
                    "kind": kind,
                    "amount": amount,
                    "reason": "x",
                    "target_id": target,
                }
            )
            made.action_propose()
            return made

        made = self.world.act(town.officer, words, propose, self.env["zrm.budget.document"])
        if made:
            made = made.with_env(self.env)
            user = self.who(which + what, town.treasurer)
            verb = "action_refuse" if what % 7 == 6 else "action_approve"
            words = f"{verb.removeprefix('action_')}s {kind}"
            self.world.act(user, words, lambda own: getattr(own, verb)(), made)

    @step()
    def freeze(self, which, who, what):
        verb = self.choose(["action_unfreeze", "action_freeze", "action_unfreeze"], which)
        credit = self.choose(self.town.credits, what)
        words = f"{verb.removeprefix('action_')}s a credit"
        self.world.act(
            self.who(who, self.town.officer), words, lambda own: getattr(own, verb)(), credit
        )
