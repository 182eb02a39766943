"""Pictures drawn from a print view: 가계도 and 생태도, which forms hold, and the chart of what changed."""
