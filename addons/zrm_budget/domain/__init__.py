from . import duties, forecast, ledger, runs, stages, tariff
