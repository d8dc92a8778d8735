from . import duties, ledger, persian_words, stages, tariff
