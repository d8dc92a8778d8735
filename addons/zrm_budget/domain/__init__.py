from . import duties, ledger, recipients, stages, tariff
