"""Forms and rules of integrated case management (통합사례관리)."""
