"""How large a world must be: noise and bias of the headline by its number of users, and what a whole platform costs."""
