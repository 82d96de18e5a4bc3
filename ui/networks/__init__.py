"""Networks: the talk's tables, and what each network costs."""
