"""How far apart two places are."""

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

MEAN_RADIUS_OF_EARTH = 6371.0  # kilometres


def kilometres_between(
    longitude: Decimal | float,
    latitude: Decimal | float,
    other_longitude: Decimal | float,
    other_latitude: Decimal | float,
) -> float:
    """The distance in a straight line over the ground (haversine), in kilometres; degrees, WGS 84 or GCJ-02 alike."""
    east, north, other_east, other_north = (
        radians(float(degrees)) for degrees in (longitude, latitude, other_longitude, other_latitude)
    )
    half_north, half_east = (other_north - north) / 2, (other_east - east) / 2
    chord = sin(half_north) ** 2 + cos(north) * cos(other_north) * sin(half_east) ** 2
    return 2 * MEAN_RADIUS_OF_EARTH * asin(min(1.0, sqrt(chord)))
