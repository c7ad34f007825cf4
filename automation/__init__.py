"""The iGOT Karmayogi registration helper: walks a document's flowchart, checks the portal, helps people to register."""

__version__ = "0.1.0"
