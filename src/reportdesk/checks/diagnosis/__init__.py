"""From broken equations to the figures that explain them."""
