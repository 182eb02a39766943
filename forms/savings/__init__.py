"""Forms and rules of the asset-building support programme (자산형성지원사업)."""
