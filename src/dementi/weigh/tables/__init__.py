"""Tables of sources, items and values: truth discovery and the aggregation of labels (extra `tables`)."""
