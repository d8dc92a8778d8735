# The rooms are those of models/; Odoo's runner finds test_* here.
from .case import *
from .configuration import *
from .core import *
from .correspondence import *
from .desk import *
from .stateful import *
