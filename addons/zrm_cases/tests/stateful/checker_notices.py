"""The rules about what citizens hear; see ``checker.py``."""


def heard_once(before, now):
    """Of one deed each citizen hears once per matter, whatever the number of their cases."""
    heard = {}
    for notice in _new(before, now):
        key = (notice.partner_id, _matter(now, notice.case_id), notice.moment)
        if notice.partner_id and notice.state != "skipped":
            heard.setdefault(key, []).append(notice)
    for (partner_id, case_id, moment), notices in heard.items():
        if len(notices) > 1:
            yield (
                f"citizen {partner_id} hears “{moment}” {len(notices)} times"
                f" in the matter of {now.cases[case_id].name}"
            )


def once_per_event(_before, now):
    """Of one event each recipient gets one notice, ever."""
    seen = set()
    for notice in now.notices.values():
        key = (notice.event_id, notice.partner_id, notice.case_id)
        if key in seen:
            yield f"{now.cases[notice.case_id].name}: the same event is told twice"
        seen.add(key)


def confidential_ones_go_to_their_citizen(before, now):
    for notice in _new(before, now):
        case = now.cases[notice.case_id]
        if case.is_confidential and notice.partner_id not in (None, case.partner_id):
            yield f"{case.name} is confidential, and citizen {notice.partner_id} hears of it"


def _new(before, now):
    return [notice for notice in now.notices.values() if notice.id not in before.notices]


def _matter(now, case_id):
    """The case at the head of a matter: the systemic problem, or what a double goes on in."""
    case, passed = now.cases[case_id], set()
    while case.id not in passed and (case.duplicate_of_id or case.parent_id):
        passed.add(case.id)
        case = now.cases[case.duplicate_of_id or case.parent_id]
    return case.id


NOTICE_RULES = [heard_once, once_per_event, confidential_ones_go_to_their_citizen]
