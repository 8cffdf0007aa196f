"""From broken equations to the cells that explain them."""
