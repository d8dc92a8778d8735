from . import test_mails_once
