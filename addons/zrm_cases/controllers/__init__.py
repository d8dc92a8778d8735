from . import health, quick_registration
