from . import my_services
