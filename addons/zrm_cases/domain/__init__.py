from . import process_graph, routing, tracking_code
