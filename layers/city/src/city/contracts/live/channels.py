"""The WebSocket of pages: what is asked on it, and what is told."""

from city.contracts.channels import Channel
from city.contracts.live.messages import Asked, Told

CHANNELS = (
    Channel(
        name="live", address="/live", protocol="wss", ko="실시간 소식", en="Live updates", takes=(Asked,), gives=(Told,)
    ),
)
