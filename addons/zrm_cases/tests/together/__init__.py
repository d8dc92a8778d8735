from . import (
    test_many_cases,
)
