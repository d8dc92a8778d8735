from . import (
    forbidden_files,
    likeness,
    pauses,
    placeholders,
    process_graph,
    routing,
    sla,
    tracking_code,
    working_time,
)
