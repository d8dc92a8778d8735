"""Random steps of random people in a small city, after each of which the rules of
``checker.py`` hold."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from .facts import FINAL

# Which of the cases, people and choices: numbers, so that a failing story gets simpler.
PICK = st.integers(0, 59)
# Hours that pass; from an hour to three weeks.
HOURS = (1, 3, 9, 24, 24, 48, 72, 168, 504)
OUTCOMES = ("solved", "partly", "not_solved", "informed")
LEG_KINDS = ("action", "action", "copy", "inspection")
MOST_CASES = 12


def is_open(row):
    return row.state not in FINAL


def in_state(*states):
    return lambda row: row.state in states


def step(condition=None):
    """A rule for a case, somebody and a choice; taken only where a case of this condition
    is there. All rules take the same, as hypothesis tries those with fewer first."""

    def decorate(method):
        decorated = rule(which=PICK, who=PICK, what=PICK)(method)
        if condition:
            return precondition(lambda self: bool(self.world.cases_where(condition)))(decorated)
        return decorated

    return decorate


class Machine(RuleBasedStateMachine):
    """One story; :attr:`world` is set by the test."""

    world = None

    def __init__(self):
        super().__init__()
        self.world.begin()
        self.city, self.at_hand = self.world.city, None

    def teardown(self):
        self.world.end()

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _case(self, which, condition):
        """The case at hand; else one of this condition, now and then any."""
        if self.at_hand:
            return self.at_hand
        cases = self.world.cases_where(condition) if which % 12 != 11 else self.world.cases
        return self.world.choose(cases, which // 12 if cases is self.world.cases else which)

    def _other(self, case, number):
        """An open case, mostly another one."""
        others = self.world.cases_where(lambda row: is_open(row) and row.id != case.id)
        return self.world.choose(others or [case], number)

    def _staff_do(self, who, case, words, verb):
        user = self.world.actor(case, who)
        return self.world.act(user, f"{words} ({self._name(case)})", verb, case)

    def _citizen_does(self, case, words, verb):
        """As the public page does it, which has checked who it is."""
        self.world.act(self.city.public, f"{words} ({self._name(case)})", verb, case, sudo=True)

    def _name(self, case):
        return f"case {self.world.cases.index(case) + 1}"

    def _row(self, case):
        return self.world.facts.cases[case.id]

    # ------------------------------------------------------------------
    # Registering
    # ------------------------------------------------------------------

    @initialize(first=PICK, second=PICK)
    def two_cases(self, first, second):
        self._register(first, 0)
        self._register(second, 0)

    @precondition(lambda self: len(self.world.cases) < MOST_CASES)
    @step()
    def register(self, which, who, what):
        self._register(which, who)

    def _register(self, which, who):
        subjects = list(vars(self.city.subjects).values())
        subject = self.world.choose(subjects, which)
        is_anonymous = which % 10 == 9
        vals = {
            "channel_id": self.city.channel.id,
            "nature_id": self.city.natures[1 if is_anonymous else 0].id,
            "subject_id": subject.id,
            "name": f"case {len(self.world.cases) + 1}",
            "description": "…",
            "is_anonymous": is_anonymous,
            "is_confidential": which % 11 == 10,
            "partner_id": not is_anonymous and self.world.choose(self.city.citizens, which // 3).id,
        }
        people = self.city.people
        user = self.world.choose([people.operator, people.anna, people.babak], who)
        secret = "confidential " if vals["is_confidential"] else ""
        words = f"registers {secret}{vals['name']} about {subject.name}"
        cases = self.world.act(
            user, words, lambda model: model._intake([vals]), subject.env["zrm.case"]
        )
        if cases:
            self.world.cases.append(cases.with_env(self.city.env))

    # ------------------------------------------------------------------
    # Along the process
    # ------------------------------------------------------------------

    @step(in_state("new"))
    def begin_work(self, which, who, what):
        case = self._case(which, in_state("new"))
        step_id = self._next_step(case, "open")
        self._staff_do(who, case, "begins the work", lambda one: one.action_move(step_id))

    @step(is_open)
    def move(self, which, who, what):
        case = self._case(which, is_open)
        steps = case.sudo().step_id.next_step_ids
        if steps:
            target = self.world.choose(list(steps), what)
            self._staff_do(
                who, case, f"moves to {target.name}", lambda one: one.action_move(target.id)
            )

    def _next_step(self, case, state):
        steps = case.sudo().step_id.next_step_ids
        return steps.filtered(lambda one: one.state == state)[:1].id

    @step(is_open)
    def refer(self, which, who, what):
        case = self._case(which, is_open)
        units = list(vars(self.city.units).values())
        unit, kind = self.world.choose(units, what), self.world.choose(LEG_KINDS, what // 7)
        self._staff_do(
            who,
            case,
            f"refers to {unit.name} for {kind}",
            lambda one: one.action_refer(unit.id, kind=kind, instruction="…"),
        )

    @step(is_open)
    def give_back(self, which, who, what):
        case = self._case(which, is_open)
        verb = "action_misrouted" if what % 2 else "action_return"

        def give(one):
            legs = one.sudo()._open_action_leg().with_env(one.env)
            return getattr(legs, verb)("not ours")

        self._staff_do(who, case, f"{verb.removeprefix('action_')}: gives it back", give)

    @step(is_open)
    def accept_leg(self, which, who, what):
        case = self._case(which, is_open)
        legs = case.sudo().referral_ids.filtered(lambda leg: not leg.closed_at)
        if legs:
            leg = self.world.choose(list(legs), what)
            self._staff_do(
                who,
                case,
                f"accepts the leg of {leg.unit_id.name}",
                lambda one: leg.with_env(one.env).action_accept(),
            )

    @step(is_open)
    def take(self, which, who, what):
        case = self._case(which, is_open)
        self._staff_do(who, case, "takes it", lambda one: one.action_take())

    @step(is_open)
    def assign(self, which, who, what):
        case = self._case(which, is_open)
        facts, row = self.world.facts, self._row(case)
        staff = [user for user in self.city.staff if facts.works_in(user.id, row.unit_id)]
        user = self.world.choose(staff or self.city.staff, what)
        self._staff_do(
            who, case, f"assigns it to {user.name}", lambda one: one.action_assign(user.id)
        )

    @step(is_open)
    def distribute(self, which, who, what):
        case = self._case(which, is_open)
        self._staff_do(who, case, "distributes it", lambda one: one.action_distribute())

    # ------------------------------------------------------------------
    # Asking and replying
    # ------------------------------------------------------------------

    @step(in_state("open"))
    def ask(self, which, who, what):
        case = self._case(which, in_state("open"))
        self._staff_do(who, case, "asks the citizen", lambda one: one.action_ask("where?"))

    @step(in_state("waiting"))
    def reply(self, which, who, what):
        case = self._case(which, in_state("waiting"))
        self._citizen_does(case, "replies", lambda one: one._citizen_replied())

    # ------------------------------------------------------------------
    # Drafts and approvals
    # ------------------------------------------------------------------

    @step(in_state("open"))
    def draft(self, which, who, what):
        case = self._case(which, in_state("open"))
        text = f"draft {what}"
        self._staff_do(who, case, f"writes “{text}”", lambda one: one.write({"answer": text}))

    def _has_draft(self, row):
        return row.state == "open" and row.answer and self._is_judged(row)

    def _is_judged(self, row):
        return self.world.facts.steps[row.step_id].needs_approval

    def _approvals(self, state):
        waiting = self.world.facts.approvals.values()
        return {approval.case_id: approval for approval in waiting if approval.state == state}

    @precondition(lambda self: bool(self.world.cases_where(self._has_draft)))
    @step()
    def send_for_approval(self, which, who, what):
        case = self._case(which, self._has_draft)
        self._staff_do(
            who, case, "sends it for approval", lambda one: one.action_send_for_approval()
        )

    @precondition(lambda self: self._approvals("waiting"))
    @step()
    def judge(self, which, who, what):
        waiting = self._approvals("waiting")
        case = self._case(which, lambda row: row.id in waiting)
        approval = waiting.get(case.id)
        asked = sorted(self.world.facts.judges.get(approval.id, ())) if approval else []
        user = self.world.actor(case, who)
        if asked and who % 4:
            user = self.city.env["res.users"].browse(self.world.choose(asked, who))
        verbs = {
            "approves it": lambda one: one.action_approve_answer(),
            "approves and sends it": lambda one: one.action_approve_and_send(),
            "returns the draft": lambda one: one.action_return_answer("be kinder"),
        }
        words = self.world.choose(list(verbs), what)
        self.world.act(user, f"{words} ({self._name(case)})", verbs[words], case)

    @precondition(lambda self: self._approvals("approved"))
    @step()
    def send_approved(self, which, who, what):
        approved = self._approvals("approved")
        case = self._case(which, lambda row: row.id in approved)
        self._staff_do(who, case, "sends what is approved", lambda one: one.action_send_approved())

    # ------------------------------------------------------------------
    # Answering and ending
    # ------------------------------------------------------------------

    @step(in_state("open"))
    def answer(self, which, who, what):
        case = self._case(which, in_state("open"))
        text = f"answer {what}" if what % 3 or not self._row(case).answer else None
        self._staff_do(
            who, case, f"answers “{text or 'as drafted'}”", lambda one: one.action_answer(text)
        )

    @step(in_state("new", "open"))
    def reject(self, which, who, what):
        case = self._case(which, in_state("new", "open"))
        self._staff_do(who, case, "rejects it", lambda one: one.action_reject(f"no {what}"))

    @step(in_state("answered"))
    def close(self, which, who, what):
        case = self._case(which, in_state("answered"))
        outcome = self.world.choose(OUTCOMES, what)
        self._staff_do(who, case, f"closes it as {outcome}", lambda one: one.action_close(outcome))

    @step(in_state("closed", "rejected"))
    def reopen(self, which, who, what):
        case = self._case(which, in_state("closed", "rejected"))
        self._staff_do(who, case, "reopens it", lambda one: one.action_reopen("not done"))

    # ------------------------------------------------------------------
    # What citizens do
    # ------------------------------------------------------------------

    @step(in_state("answered"))
    def accept_answer(self, which, who, what):
        case = self._case(which, in_state("answered"))
        self._citizen_does(case, "accepts the answer", lambda one: one._accept_answer(what % 6))

    @step(in_state("answered", "closed"))
    def object_to_answer(self, which, who, what):
        case = self._case(which, in_state("answered", "closed"))
        self._citizen_does(case, "objects", lambda one: one._object_to_answer("not solved"))

    @step(in_state("answered", "closed"))
    def record_objection(self, which, who, what):
        case = self._case(which, in_state("answered", "closed"))
        channel = self.city.channel.id
        self._staff_do(
            who, case, "records an objection", lambda one: one.action_object("not solved", channel)
        )

    @step(in_state("new", "open", "waiting"))
    def withdraw(self, which, who, what):
        if what % 3:
            return  # rare, as it ends a case
        case = self._case(which, in_state("new", "open", "waiting"))
        self._citizen_does(case, "withdraws it", lambda one: one._withdraw())

    @step(is_open)
    def join(self, which, who, what):
        case = self._case(which, is_open)
        citizen = self.world.choose(self.city.citizens, what)
        self._citizen_does(case, f"joins as {citizen.name}", lambda one: one._join(citizen))

    # ------------------------------------------------------------------
    # Other matters
    # ------------------------------------------------------------------

    @step(is_open)
    def reclassify(self, which, who, what):
        case = self._case(which, is_open)
        subject = self.world.choose(list(vars(self.city.subjects).values()), what)
        self._staff_do(
            who,
            case,
            f"reclassifies it as {subject.name}",
            lambda one: one.write({"subject_id": subject.id}),
        )

    @step(is_open)
    def mark_confidential(self, which, who, what):
        if what % 3:
            return  # rare, as it is for good
        case = self._case(which, is_open)
        self._staff_do(
            who, case, "marks it confidential", lambda one: one.write({"is_confidential": True})
        )

    @step(is_open)
    def merge(self, which, who, what):
        if what % 2:
            return  # rare, as it ends a case
        case = self._case(which, is_open)
        target = self._other(case, what // 2)
        self._staff_do(
            who,
            case,
            f"merges it into {self._name(target)}",
            lambda one: one.action_merge(target.id),
        )

    @step(is_open)
    def link(self, which, who, what):
        case = self._case(which, is_open)
        problem = self._other(case, what)
        self._staff_do(
            who,
            case,
            f"links it to {self._name(problem)}",
            lambda one: one.write({"parent_id": problem.id}),
        )

    @step(is_open)
    def alert(self, which, who, what):
        case = self._case(which, is_open)

        def send(one):
            alert = one.env["zrm.case.alert"].create({"parent_id": one.id, "text": f"news {what}"})
            alert.action_preview()
            alert.action_send()

        self._staff_do(who, case, "writes to all affected", send)

    # ------------------------------------------------------------------
    # People and time
    # ------------------------------------------------------------------

    def _administrator_does(self, words, verb, record):
        self.world.act(self.city.env.ref("base.user_admin"), words, verb, record)

    @step()
    def close_or_open_account(self, which, who, what):
        if what % 2:
            return
        user = self.world.choose(self.city.absent, who)
        is_open = self.world.facts.users[user.id].active
        words = f"{'closes' if is_open else 'opens'} the account of {user.name}"
        self._administrator_does(words, lambda one: one.write({"active": not is_open}), user)

    @step()
    def go_away_or_come_back(self, which, who, what):
        user = self.world.choose(self.city.absent, who)
        row = self.world.facts.users[user.id]
        if not row.active:
            return
        is_away = bool(row.zrm_away_until)
        until = False if is_away else f"{self.world.now.date()}"
        words = "is back" if is_away else "is away today"
        self.world.act(user, words, lambda one: one.action_zrm_away(until), user)

    @step()
    def change_manager(self, which, who, what):
        if what % 2:
            return
        unit = self.world.choose(list(vars(self.city.units).values()), which)
        people = [user for user in self.city.staff if self.world.facts.users[user.id].active]
        manager = self.world.choose([*people, None], who)
        words = f"makes {manager.name if manager else 'nobody'} the manager of {unit.name}"
        vals = {"manager_id": manager.id if manager else False}
        self._administrator_does(words, lambda one: one.write(vals), unit)

    @step()
    def time_passes(self, which, who, what):
        self.world.pass_time(self.world.choose(HOURS, what))

    # ------------------------------------------------------------------
    # What comes next, mostly: so that stories get somewhere
    # ------------------------------------------------------------------

    def _next_verbs(self, row):
        """What people naturally do with a case in this state."""
        if row.state == "open" and self._is_judged(row):
            if row.id in self._approvals("waiting"):
                return [self.judge, self.judge, self.judge, self.draft]
            if row.id in self._approvals("approved"):
                return [self.send_approved, self.send_approved, self.refer]
            return [self.draft, *([self.send_for_approval] * 2 if row.answer else [self.reject])]
        return {
            "new": [self.begin_work, self.begin_work, self.reject],
            "open": [self.answer, self.draft, self.move, self.ask, self.answer],
            "waiting": [self.reply, self.time_passes],
            "answered": [
                self.object_to_answer,
                self.record_objection,
                self.accept_answer,
                self.close,
                self.time_passes,
            ],
            "closed": [self.object_to_answer, self.reopen],
            "rejected": [self.reopen],
        }[row.state]

    def _go_on(self, which, who, what):
        case = self.world.choose(self.world.cases, which)
        verb = self.world.choose(self._next_verbs(self._row(case)), what)
        self.at_hand = case
        try:
            verb(which=which, who=who, what=what // 5)
        finally:
            self.at_hand = None


# The same by many names: a third of what happens, and some of them are always there, as
# hypothesis leaves out some rules of each story.
for _number in range(14):
    setattr(Machine, f"a_next_step_{_number}", step()(Machine._go_on))
