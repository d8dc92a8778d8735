from . import duties, forecast, ledger, stages, tariff
