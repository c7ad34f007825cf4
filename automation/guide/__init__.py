"""The attended mode: walks a present person through the registration, and fills only what is not secret."""
