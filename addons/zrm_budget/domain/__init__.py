from . import duties, forecast, ledger, persian_words, recipients, runs, stages, tariff
