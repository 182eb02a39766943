"""The pages of docs/ that are made from the registry. For those who build the product; not installed."""
