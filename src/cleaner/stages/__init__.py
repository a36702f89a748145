"""One module per pass over a draft; each proposes removals and changes nothing. Passes never import each other."""
