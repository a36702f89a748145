"""What menus, buttons, forms and footers say, by language and kind: words that speak for removal, and no rules."""
