"""Small files in the shapes that shop platforms hand out, and broken ones."""
