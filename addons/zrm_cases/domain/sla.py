"""Whether a case is in time; the same in SQL stands in ``models/deadlines/deadline.py``."""


def missed_clocks(missed):
    """The deadlines that are on record as missed, of the text that is stored.

    >>> missed_clocks("response_deadline,deadline"), missed_clocks(None)
    (['response_deadline', 'deadline'], [])
    """
    return [name for name in (missed or "").split(",") if name]


def counting_clocks(clocks, missed, renewed, has_responded):
    """The deadlines whose miss is a new one: not on record yet, or set anew since.

    :param str missed: those on record, for good
    :param str renewed: those of them that were set anew, by another step, a reclassification, an
        objection or a reopening

    >>> clocks = ("response_deadline", "step_deadline", "deadline")
    >>> counting_clocks(clocks, "step_deadline,deadline", "step_deadline", True)
    ['step_deadline']
    >>> counting_clocks(clocks, None, None, False) == list(clocks)
    True
    """
    settled = set(missed_clocks(missed)) - set(missed_clocks(renewed))
    if has_responded:
        settled.add("response_deadline")
    return [clock for clock in clocks if clock not in settled]


def sla_state(now, is_settled, deadline, warn_at, paused_at, missed):
    """One of ``const.SLA_STATES``.

    :param bool is_settled: answered or over, so that no time passes any more

    >>> from datetime import datetime
    >>> early, now, late = (datetime(2026, 1, day) for day in (1, 2, 3))
    >>> sla_state(now, False, late, None, None, None), sla_state(now, False, late, early, None, "")
    ('in_time', 'soon')
    >>> sla_state(now, False, early, None, None, None), sla_state(now, False, early, None, now, "")
    ('missed', 'none')
    >>> (
    ...     sla_state(now, True, late, None, None, "deadline"),
    ...     sla_state(now, True, early, None, None, ""),
    ... )
    ('missed', 'done')
    """
    if is_settled:
        return "missed" if "deadline" in missed_clocks(missed) else "done"
    if not deadline or paused_at:
        return "none"
    if deadline <= now:
        return "missed"
    return "soon" if warn_at and warn_at <= now else "in_time"
