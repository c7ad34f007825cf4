"""Which of our departments an official can pick in the dropdown: expected list, names, search plan, audit, requests."""
