"""The staff of the local city: everybody whom a domain's manifest names, with a password that stays on this machine."""

import secrets
from functools import cache

from infra.local.city import City
from infra.local.machine.trouble import CityTrouble
from infra.manifest import read_manifests, staff_of


@cache
def working_here() -> dict[str, str]:
    """Who signs in, and in which group."""
    return staff_of(read_manifests().values())


def ensure_staff(city: City) -> None:
    """Everybody whom a manifest names can sign in; their passwords stay on this machine."""
    cognito, pool = city.client("cognito-idp"), city.output("StaffPoolId")
    for who, group in working_here().items():
        if city.facts.get(f"{who}_password"):
            continue
        password = f"Aa1{secrets.token_urlsafe(18)}"
        cognito.admin_create_user(UserPoolId=pool, Username=who, TemporaryPassword=password, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(UserPoolId=pool, Username=who, Password=password, Permanent=True)
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=who, GroupName=group)
        city.save_facts(**{f"{who}_password": password})


def staff_password(city: City, who: str) -> str:
    """Raises CityTrouble for somebody who does not work here."""
    staff = working_here()
    if who not in staff:
        raise CityTrouble(f"WHO is one of {', '.join(staff)}.")
    password = city.facts.get(f"{who}_password")
    if password is None:
        raise CityTrouble("The city is still starting: wait for READY, then try again.")
    return str(password)


def staff_token(city: City, who: str = "clerk") -> str:
    """Raises CityTrouble for somebody who does not work here."""
    answer = city.client("cognito-idp").initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=city.output("StaffClientId"),
        AuthParameters={"USERNAME": who, "PASSWORD": staff_password(city, who)},
    )
    return str(answer["AuthenticationResult"]["IdToken"])
