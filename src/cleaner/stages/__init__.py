"""One module per stage; each proposes removals and changes nothing. Stages never import each other."""
