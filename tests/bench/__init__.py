"""How much of a filled form is read rightly, and whether anything is read wrong in silence."""
