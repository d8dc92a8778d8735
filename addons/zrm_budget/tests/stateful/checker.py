"""Whether what must always hold (DOMAIN.md) holds: the rules, on rows read by SQL.

Each rule compares what stood in the database before a step with what stands there now, and
yields in words what is broken. They share no code with the models: what a kind of entry does to
the counters is written here once more. ``test_checker.py`` proves that they find faults.
"""

from collections import Counter, defaultdict

from .facts import Facts

COUNTERS = ("approved", "allotted", "reserved", "committed", "spent")
KINDS = {
    "appropriate": {"approved": 1},
    "reduce": {"approved": -1},
    "allot": {"allotted": 1},
    "withdraw": {"allotted": -1},
    "transfer_in": {"approved": 1, "allotted": 1},
    "transfer_out": {"approved": -1, "allotted": -1},
    "reserve": {"reserved": 1},
    "release": {"reserved": -1},
    "commit": {"reserved": -1, "committed": 1},
    "uncommit": {"reserved": 1, "committed": -1},
    "spend": {"committed": -1, "spent": 1},
    "unspend": {"committed": 1, "spent": -1},
    "charge": {"spent": 1},
    "refund": {"spent": -1},
}
DOCUMENTS = {
    "appropriation": ["appropriate"],
    "supplement": ["allot", "appropriate"],
    "reduction": ["reduce"],
    "allotment": ["allot"],
    "withdrawal": ["withdraw"],
    "excess": ["allot", "appropriate"],
    "transfer": ["transfer_in", "transfer_out"],
}
FOLLOWS = {
    None: {"draft"},
    "draft": {"submitted", "cancelled"},
    "submitted": {"approved", "draft", "cancelled"},
    "approved": {"reserved", "draft", "cancelled"},
    "reserved": {"committed", "released"},
    "committed": {"liquidated", "released"},
    "liquidated": {"ordered", "committed"},
    "ordered": {"posted", "paid", "liquidated"},
    "posted": {"paid", "ordered"},
    "paid": {"posted", "ordered"},
    "released": set(),
    "cancelled": set(),
}
FREE = ("draft", "cancelled", "released")
EXCLUDED = {
    "approve": {"ask", "certify"},
    "certify": {"ask", "approve", "commit", "liquidate", "order"},
    "commit": {"ask", "certify"},
    "liquidate": {"certify"},
    "order": {"ask", "certify"},
}


class Broken(AssertionError):
    """Something that must always hold does not."""


class Checker:
    """Checks after each step, and remembers what it saw before."""

    def __init__(self, cr):
        self.cr = cr
        self.before = Facts(cr)

    def check(self):
        """:raise Broken: says what does not hold"""
        now = Facts(self.cr)
        broken = [words for rule in RULES for words in rule(self.before, now)]
        self.before = now
        if broken:
            raise Broken("\n".join(broken))


def sums(moves):
    """What entries of the ledger come to, by counter."""
    found = dict.fromkeys(COUNTERS, 0.0)
    for move in moves:
        for counter, sign in KINDS[move.kind].items():
            found[counter] += sign * move.amount
    return found


def differ(one, other):
    return abs(one - other) > 0.004


def by(rows, name):
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


# ----------------------------------------------------------------------
# Credits and their ledger
# ----------------------------------------------------------------------


def never_overspent(_before, now):
    for line in now.lines.values():
        used = line.reserved + line.committed + line.spent
        if min(line.reserved, line.committed, line.spent) < 0:
            yield f"line {line.id} has a counter below zero"
        if not line.approved >= line.allotted >= used - 0.004:
            yield f"line {line.id}: {line.approved} ≥ {line.allotted} ≥ {used} does not hold"


def counters_are_the_ledger(_before, now):
    moves = by(now.moves.values(), "line_id")
    for line in now.lines.values():
        for counter, amount in sums(moves[line.id]).items():
            if differ(getattr(line, counter), amount):
                yield f"line {line.id}: {counter} is {getattr(line, counter)}, the ledger {amount}"


def months_are_the_ledger(_before, now):
    def key(row):
        return row.line_id, row.jalali_month

    parts, stored = defaultdict(list), defaultdict(list)
    for move in now.moves.values():
        parts[key(move)].append(move)
    for month in now.months.values():
        stored[key(month)].append(month)
    for one in parts.keys() | stored.keys():
        for counter, amount in sums(parts[one]).items():
            kept = sum(getattr(month, counter) for month in stored[one])
            if differ(kept, amount):
                yield f"month {one}: {counter} is {kept}, the ledger {amount}"


def nothing_is_rewritten(before, now):
    for name in ("moves", "events"):
        rows = getattr(now, name)
        for old in getattr(before, name).values():
            if old.id not in rows or rows[old.id].everything != old.everything:
                yield f"of the {name} #{old.id} was changed or removed"


def entries_are_above_zero(before, now):
    for move in now.new(before, "moves"):
        if not move.amount > 0:
            yield f"the entry #{move.id} is {move.amount}"


def closed_takes_nothing(before, now):
    """Nothing is booked in a closed period; from a frozen line nothing new is taken."""
    for move in now.new(before, "moves"):
        old, line = before.lines.get(move.line_id), now.lines[move.line_id]
        if not old:
            continue
        if old.period_state == line.period_state == "closed":
            yield f"“{move.kind}” is booked in a closed period"
        if old.state == line.state == "frozen" and move.kind in ("reserve", "charge"):
            yield f"“{move.kind}” takes from a frozen line"


def transfers_conserve(before, now):
    kinds = Counter()
    for move in now.new(before, "moves"):
        kinds[move.kind] += move.amount
    if differ(kinds["transfer_in"], kinds["transfer_out"]):
        yield f"{kinds['transfer_out']} is transferred, {kinds['transfer_in']} arrives"


def documents_book_once(_before, now):
    moves = by(now.moves.values(), "document_id")
    for document in now.documents.values():
        booked = sorted(move.kind for move in moves[document.id])
        wanted = DOCUMENTS.get(document.kind, booked) if document.state == "approved" else []
        if booked != wanted:
            yield f"the {document.state} {document.kind} #{document.id} has booked {booked}"
        if document.kind in DOCUMENTS and any(
            differ(move.amount, document.amount) for move in moves[document.id]
        ):
            yield f"the {document.kind} #{document.id} has booked another amount"
        if document.state == "approved" and document.decided_by_id == document.proposed_by_id:
            yield f"the {document.kind} #{document.id} is approved by who proposed it"


# ----------------------------------------------------------------------
# Accounting
# ----------------------------------------------------------------------


def spent_is_what_is_posted(_before, now):
    """Per entry and per credit."""
    posted = defaultdict(float)
    sources = by(now.moves.values(), "source")
    entries = {f"account.move.line,{entry.id}": entry for entry in now.entries.values()}
    for source in entries.keys() | {one for one in sources if one}:
        entry = entries.get(source)
        balance = entry.balance if entry and entry.parent_state == "posted" else 0.0
        if entry:
            posted[entry.line_id] += balance
        if differ(sums(sources[source])["spent"], balance):
            yield f"{source} is {balance}, booked {sums(sources[source])['spent']}"
    for line in now.lines.values():
        if differ(line.spent, posted[line.id]):
            yield f"line {line.id}: {line.spent} is spent, {posted[line.id]} posted"


def entries_lie_in_their_period(_before, now):
    for entry in now.entries.values():
        line = now.lines[entry.line_id]
        is_charged = entry.parent_state == "posted" and entry.balance > 0
        if is_charged and not line.date_from <= entry.date <= line.last_day:
            yield f"the entry #{entry.id} of {entry.date} is outside the period of its credit"


def states_follow_the_bills(_before, now):
    for request in now.requests.values():
        live = [
            bill
            for bill in now.of_request(request, "bills")
            if bill.state != "cancel" and bill.payment_state != "reversed"
        ]
        if request.state in ("posted", "paid") and any(bill.state != "posted" for bill in live):
            yield f"{request.number} is {request.state}, and a bill of it is not posted"
        if request.state == "paid" and any(
            bill.payment_state not in ("paid", "in_payment") for bill in live
        ):
            yield f"{request.number} is paid, and a bill of it is not"
        if request.state not in ("ordered", "posted", "paid") and any(
            bill.state == "posted" for bill in live
        ):
            yield f"{request.number} is {request.state}, and a bill of it is posted"


# ----------------------------------------------------------------------
# Requests
# ----------------------------------------------------------------------


def states_follow_each_other(before, now):
    for request in now.requests.values():
        old = before.requests.get(request.id)
        was = old.state if old else None
        if request.state != was and request.state not in FOLLOWS[was]:
            yield f"{request.number} goes from {was} to {request.state}"


def states_fit_what_is_held(_before, now):
    moves = by(now.moves.values(), "request_line_id")
    for line in now.request_lines.values():
        request = now.requests[line.request_id]
        held, state = sums(moves[line.id]), request.state
        name = f"line {line.id} of {request.number}, {state},"
        reserved, committed, spent = held["reserved"], held["committed"], held["spent"]
        if min(reserved, committed) < -0.004:
            yield f"{name} holds less than nothing"
        most = line.amount * (1 + (line.overrun or 0) / 100)
        if reserved + committed + spent > most + 0.004:
            yield f"{name} holds {reserved} + {committed} + {spent}, more than {most}"
        if state == "reserved" and differ(reserved, line.amount):
            yield f"{name} reserves {reserved} of {line.amount}"
        if state != "reserved" and differ(reserved, 0):
            yield f"{name} still reserves {reserved}"
        holds = state in ("committed", "liquidated", "ordered")
        if not holds and differ(committed, 0):
            yield f"{name} still commits {committed}"
        if state not in ("ordered", "posted", "paid") and differ(spent, 0):
            yield f"{name} has spent {spent}"


def nobody_decides_twice(_before, now):
    """Nobody does in one request what excludes each other, since it was last returned."""
    for request in now.requests.values():
        done = defaultdict(set)
        for event in now.of_request(request, "events"):
            if event.duty == "return":
                done.clear()
            if event.duty in EXCLUDED:
                before_ = done[event.user_id] | (
                    {"ask"} if event.user_id == request.requester_id else set()
                )
                for other in EXCLUDED[event.duty] & before_:
                    yield f"{request.number}: one person did “{other}” and “{event.duty}”"
            done[event.user_id].add(event.duty)


def once_means_once(_before, now):
    """What is given once is counted as long as it is asked for or given; the period is that in
    which it was asked for, which what is carried forward no longer shows."""
    seen = Counter()
    for line in now.request_lines.values():
        if line.once_per_period and line.partner_id:
            is_live = now.requests[line.request_id].state not in FREE
            if is_live != bool(line.once_key):
                yield f"line {line.id} is given once and not counted, or counted and not given"
            seen[line.once_key] += bool(line.once_key)
    for key, count in seen.items():
        if count > 1:
            yield f"{key} is given {count} times in one period"


RULES = [
    never_overspent,
    counters_are_the_ledger,
    months_are_the_ledger,
    nothing_is_rewritten,
    entries_are_above_zero,
    closed_takes_nothing,
    transfers_conserve,
    documents_book_once,
    spent_is_what_is_posted,
    entries_lie_in_their_period,
    states_follow_the_bills,
    states_follow_each_other,
    states_fit_what_is_held,
    nobody_decides_twice,
    once_means_once,
]
