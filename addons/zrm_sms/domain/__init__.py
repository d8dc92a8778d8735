from . import numbers, outcome, parts, reply, template, words
