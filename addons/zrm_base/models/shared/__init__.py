"""Mixins for models of all addons, and the access log."""

from . import (
    zrm_export_log_mixin,
    zrm_guarded_mixin,
    zrm_import_template_mixin,
    zrm_jalali_period_mixin,
    zrm_naming_mixin,
    zrm_record_mixin,
)

from . import zrm_access_log, zrm_throttle  # isort: skip
