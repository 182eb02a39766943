"""Prometheus metrics: counts and times by route template, and nothing of a case."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The metrics of one service. Labels are route templates, methods, statuses, form ids, formats."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "seosik_requests", "Answered requests", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "seosik_request_seconds", "Time to the end of the answer", ("route",), registry=self.registry
        )
        self.documents = Counter(
            "seosik_documents", "Documents made", ("form", "format"), registry=self.registry
        )
        self.batches = Counter("seosik_batches", "Accepted batches", registry=self.registry)
        self.waiting = Gauge("seosik_work_waiting", "Requests that wait for a worker", registry=self.registry)
        self.restarts = Counter(
            "seosik_worker_restarts", "Workers replaced", ("why",), registry=self.registry
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answered request."""
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """The metrics as Prometheus reads them."""
        return generate_latest(self.registry)
