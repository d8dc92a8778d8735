from . import duties, ledger, stages
