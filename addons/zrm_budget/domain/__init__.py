from . import duties, forecast, ledger, recipients, stages, tariff
