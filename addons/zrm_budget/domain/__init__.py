from . import duties, forecast, ledger, persian_words, recipients, stages, tariff
