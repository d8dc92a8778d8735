"""People as a registry has them, the same at each run: names, numbers, phones."""

import csv
import io
import random

from odoo.addons.zrm_base.tools import identity, persian

FIRST_NAMES = """
علی محمد حسین رضا مهدی حسن فاطمه زهرا مریم معصومه سکینه زینب لیلا سارا نرگس امیر سعید حمید
مجید وحید مسعود محمود احمد ابراهیم اسماعیل یوسف یعقوب عباس جعفر صادق کاظم باقر تقی نقی
جواد هادی اکبر اصغر قاسم عبدالله نادر بهرام شهرام پرویز ایرج منوچهر هوشنگ فریدون جمشید
کیوان آرش کاوه سیاوش رستم سهراب نیما پویا پیمان آرمان شیرین فرهاد خسرو مینا مهناز مهری
پروین پریسا نسرین
"""
LAST_NAMES = """
محمدی احمدی حسینی رضایی کریمی موسوی جعفری صادقی کاظمی هاشمی اکبری رحیمی ابراهیمی قاسمی
عباسی نوری مرادی حیدری رستمی سلیمانی یوسفی یعقوبی شریفی امینی طاهری مقدم نجفی صالحی زارع
کرمانی اصفهانی تهرانی شیرازی تبریزی مشهدی یزدی گیلانی مازندرانی کردستانی لرستانی بختیاری
پهلوان بهرامی شهابی خسروی نادری دهقان باغبان آهنگر زرگر خیاط نجار بنایی چوپان شکاری صیاد
"""
FLAGS = ("t", "t", "person", "contact", "fa_IR", "t")
FIRST, LAST = FIRST_NAMES.split(), LAST_NAMES.split()
SUFFIX = ["", "", "", "", " پور", " زاده", " نیا", " راد", " فر", " نژاد", " تبار", " منش"]


def people(rows):
    """Rows of people, the same at each run: a name, its key, numbers."""
    source = random.Random(1405)
    keys = {}
    middle = [f"{a}{b}" for a in "بتپسشکرلمن" for b in "اویده"]
    for number in range(rows):
        # A thousand rarer surnames beside the common ones, as in life.
        surname = (
            source.choice(LAST)
            if source.random() < 0.6
            else source.choice(LAST)[:3] + source.choice(middle) + "ی"
        )
        name = f"{source.choice(FIRST)} {surname}{source.choice(SUFFIX)}"
        if name not in keys:
            keys[name] = " ".join(persian.name_words(name))
        # From one: ten zeros were never issued as a number.
        nine = f"{number + 1:09d}"
        national_id = nine + identity.national_id_check_digit(nine)
        yield name, keys[name], national_id, f"09{number + 100_000_000:09d}"


def fill_in_required(env):
    """What other addons require of every partner, where rows come past the ORM."""
    if "autopost_bills" in env["res.partner"]._fields:
        env.cr.execute("ALTER TABLE res_partner ALTER COLUMN autopost_bills SET DEFAULT 'ask'")


def fill(env, rows):
    """Copies the people in, past the ORM, which would take hours."""
    cr = env.cr
    cr.execute("SELECT count(*) FROM res_partner WHERE is_citizen")
    if cr.fetchone()[0] >= rows:
        return
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    words = set()
    for name, key, national_id, phone in people(rows):
        words.update(key.split())
        writer.writerow(
            [
                name,
                name,
                key,
                "national_id",
                national_id,
                national_id,
                phone,
                f"+98{phone[1:]}",
                *FLAGS,
            ]
        )
    buffer.seek(0)
    fill_in_required(env)
    columns = "name,complete_name,name_key,identity_type,national_id,vat,phone,phone_sanitized"
    columns += ",is_citizen,active,citizen_type,type,lang,partner_share"
    cr._obj.copy_expert(f"COPY res_partner ({columns}) FROM STDIN WITH CSV", buffer)
    cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL"
    )
    env["zrm.name.word"]._learn(words)
    cr.commit()
    cr._cnx.autocommit = True
    cr.execute("VACUUM ANALYZE res_partner")
    cr.execute("VACUUM ANALYZE zrm_name_word")
    cr._cnx.autocommit = False
