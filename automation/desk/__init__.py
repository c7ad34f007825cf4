"""The helpdesk's page on this machine: it starts the same commands and shows what they leave; it decides nothing."""
