from . import question_definition
