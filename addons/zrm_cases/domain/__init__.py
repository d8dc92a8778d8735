from . import placeholders, process_graph, routing, tracking_code
