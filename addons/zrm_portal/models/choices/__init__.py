"""Choices for visitors: subjects and places, in their language."""

from . import zrm_region, zrm_subject
