"""The chapters for the standards beyond the guide: their phrases, and the modules that bind them."""
