-- The people of the money have the operator's password, as all demonstration staff.
UPDATE res_users
   SET password = (SELECT password FROM res_users WHERE login = 'operator@zrm.example')
 WHERE id IN (SELECT res_id
                FROM ir_model_data
               WHERE module = 'zrm_budget' AND model = 'res.users' AND name LIKE 'user\_%')
   AND password IS NULL;
