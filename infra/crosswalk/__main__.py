"""The command of the Makefile that is of the crosswalk: unit."""

from infra.crosswalk import roadside
from infra.local.city import City
from infra.local.command_line import perform, stay_on_this_machine


def stand_by_the_road() -> int:
    city = City.running()
    try:
        return roadside.stand_by_the_road(city, city.console)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    stay_on_this_machine()
    perform(stand_by_the_road)
