"""Units, the regions they cover, the channels by which citizens come."""

from . import zrm_channel, zrm_region, zrm_unit
