"""The trained reader: a small network over the rules' findings, German and English."""
