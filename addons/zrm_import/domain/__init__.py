from . import guess, table
