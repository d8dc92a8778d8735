# The rooms are those of models/; Odoo's runner finds test_* here.
from .case import *
from .configuration import *
from .core import *
from .correspondence import *
from .deadlines import *
from .deciding import *
from .desk import *
from .secrecy import *
from .stateful import *
from .together import *
