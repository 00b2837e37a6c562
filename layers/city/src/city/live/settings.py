"""What the functions of live updates read of their environment, each no more than it works with."""

from city.kernel.settings import Settings


class TicketSettings(Settings):
    """For what lets a connection in."""

    aws_region: str
    connections_table: str


class SocketSettings(TicketSettings):
    """For what answers connections, and who polls instead. `live_topics`: who may watch what."""

    changes_table: str
    live_topics: str


class FanOutSettings(TicketSettings):
    """For what tells connections. `aws_endpoint_url`: of the local cloud, where the socket has no host of its own."""

    changes_table: str
    change_kept_hours: int
    socket_id: str
    socket_stage: str
    aws_endpoint_url: str | None = None

    @property
    def connections_url(self) -> str:
        """Where connections are told."""
        if self.aws_endpoint_url:
            return f"{self.aws_endpoint_url}/_aws/execute-api/{self.socket_id}/{self.socket_stage}"
        return f"https://{self.socket_id}.execute-api.{self.aws_region}.amazonaws.com/{self.socket_stage}"
