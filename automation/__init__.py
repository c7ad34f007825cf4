"""The iGOT Karmayogi registration helper of the Government of NCT of Delhi."""

__version__ = "0.1.0"
