"""What administrators set up: natures, subjects, processes, routing, templates."""

from . import zrm_cached_mixin

from . import (  # isort: skip
    zrm_answer_template,
    zrm_nature,
    zrm_process,
    zrm_process_step,
    zrm_root_cause,
    zrm_routing_rule,
    zrm_stage,
    zrm_subject,
    zrm_subject_question,
)

from . import (  # isort: skip
    judges_setup,
    routing_explanation,
    subject_questions,
    subject_setup,
    unit_assignment,
    unit_in_use,
    unit_staff,
    working_time,
)

from . import cached_configuration  # isort: skip
