from . import duties, ledger, stages, tariff
