from . import base_partner_merge, zrm_citizen_find, zrm_contact_proof, zrm_identity_reveal
