from . import (
    zrm_case_past,
    zrm_import,
    zrm_import_batch,
    zrm_import_column,
    zrm_import_command,
    zrm_import_mapping,
    zrm_import_report,
    zrm_import_row,
    zrm_import_run,
    zrm_import_trial,
)
