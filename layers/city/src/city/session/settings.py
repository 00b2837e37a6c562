"""What the function of the sign-in reads of its environment."""

from city.kernel.settings import Settings


class SessionSettings(Settings):
    aws_region: str
    # The parameter in which the door's stack wrote down where staff sign in.
    sign_in_parameter: str
    cookie_secret: str
    staff_pool_id: str
    # Set by the local cloud alone: there, its address is also where tokens are asked for.
    aws_endpoint_url: str | None = None
