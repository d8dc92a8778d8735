from odoo import fields, models


class ZrmImportBatch(models.Model):
    """How far a run has got: written in the transaction that registered the rows.

    After a crash the run goes on behind the last batch. The index lets nobody
    write the same batch twice.
    """

    _name = "zrm.import.batch"
    _description = "Import Batch"
    _order = "import_id, first"
    _rec_name = "first"

    import_id = fields.Many2one("zrm.import", required=True, index=True, ondelete="cascade")
    first = fields.Integer(required=True)
    last = fields.Integer(required=True)
    registered = fields.Integer()
    there = fields.Integer(string="Already There")
    refused = fields.Integer()

    _once = models.UniqueIndex("(import_id, first)", "These rows are being imported already.")
