"""Many cases, one matter: what a case that is linked to a systemic problem gets when the
problem gets news, is answered, closed or rejected.

=====================  ========  ==========  ========  ==========
the linked case is     news      answered    closed    rejected
=====================  ========  ==========  ========  ==========
new, in triage, open   inform    answer      ask       ask
waiting for citizen    inform    answer      ask       ask
answered by this       –         –           close     –
answered otherwise     –         –           –         –
closed, rejected       –         –           –         –
=====================  ========  ==========  ========  ==========

*answer*: in the name of who answered the problem; where a required field or a judge is
missing, the answer becomes a draft and the expert is asked; where the citizen disputes an
earlier answer of the same people, the expert decides alone. *ask*: the expert is asked
whether it is settled as well; nothing is closed unanswered. Nobody hears news after the
answer. A problem that its citizen withdraws is as a rejected one: the others still have it.
"""

INFORM, ANSWER, CLOSE, ASK = "inform", "answer", "close", "ask"
AT_WORK = ("new", "triage", "open", "waiting")


def what_follows(event, state, by_this_answer=False):
    """What a linked case gets.

    :param str event: ``news``, ``answered``, ``closed``, ``rejected`` or ``withdrawn``: the
        problem
    :param str state: of the linked case
    :param bool by_this_answer: whether it was answered by that of the problem
    :return: ``inform``, ``answer``, ``close``, ``ask`` or None

    >>> [what_follows("answered", state) for state in ("new", "waiting", "answered", "closed")]
    ['answer', 'answer', None, None]
    >>> [what_follows("closed", "answered", by_this_answer=own) for own in (True, False)]
    ['close', None]
    >>> what_follows("closed", "open"), what_follows("rejected", "waiting")
    ('ask', 'ask')
    >>> what_follows("withdrawn", "open"), what_follows("withdrawn", "answered", True)
    ('ask', None)
    >>> what_follows("news", "open"), what_follows("news", "answered")
    ('inform', None)
    """
    if state in AT_WORK:
        return {"news": INFORM, "answered": ANSWER}.get(event, ASK)
    if state == "answered" and event == "closed" and by_this_answer:
        return CLOSE
    return None
