"""Pages for users and engineers; those made from the registry are written by docs.pages."""
