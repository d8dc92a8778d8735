-- As all demonstration staff, these have the operator's password.
UPDATE res_users
   SET password = (SELECT password FROM res_users WHERE login = 'operator@zrm.example')
 WHERE id IN (SELECT res_id
                FROM ir_model_data
               WHERE module = 'zrm_cases' AND model = 'res.users' AND name LIKE 'user\_%')
   AND password IS NULL;
