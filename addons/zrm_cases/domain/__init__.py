from . import likeness, placeholders, process_graph, routing, tracking_code
