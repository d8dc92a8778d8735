from . import (
    forbidden_files,
    judging,
    likeness,
    matter,
    pauses,
    placeholders,
    process_graph,
    routing,
    sla,
    tracking_code,
    working_time,
)
