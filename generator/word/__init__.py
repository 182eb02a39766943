"""An agency's own Word templates: exported, checked, filled."""
