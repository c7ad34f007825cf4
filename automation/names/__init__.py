"""Whether two names are one office; knows no portal, no list and no audit."""
