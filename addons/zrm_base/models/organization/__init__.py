"""Units, the regions they cover, and the channels."""

from . import zrm_channel, zrm_region, zrm_unit
