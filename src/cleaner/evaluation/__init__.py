"""How well cleaning works, on articles and pages that a person has labelled: gold in, figures out."""
