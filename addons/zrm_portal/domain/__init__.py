from . import network, public_report
