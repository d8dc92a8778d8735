from . import my_services, performance
