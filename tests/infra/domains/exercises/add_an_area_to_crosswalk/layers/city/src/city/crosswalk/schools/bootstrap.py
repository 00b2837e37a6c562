"""The composition root of schools."""

import os

from city.crosswalk.schools.service.watch_schools import WatchSchools
from city.crosswalk.schools.settings import SchoolSettings
from city.kernel.clock import SystemClock


def schools_from_env() -> WatchSchools:
    SchoolSettings.from_environment(os.environ)
    return WatchSchools(SystemClock())
