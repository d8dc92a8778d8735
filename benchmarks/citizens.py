"""Finding one citizen among a million; read by `scripts/odoo shell`.

The peer is plain `res.partner` in the same database: the same people found by
what core offers for it (`vat`, `phone_mobile_search`, `name_search`).
"""

import csv
import io
import json
import os
import random
import statistics
import time
from functools import partial

from odoo.addons.zrm_base.tools import identity, persian

ROWS = int(os.environ.get("ROWS", "1000000"))
ROUNDS = 15
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
        nine = f"{number:09d}"
        national_id = nine + identity.national_id_check_digit(nine)
        yield name, keys[name], national_id, f"09{number + 100_000_000:09d}"


def fill(env):
    """Copies the people in, past the ORM, which would take hours."""
    cr = env.cr
    cr.execute("SELECT count(*) FROM res_partner WHERE is_citizen")
    if cr.fetchone()[0] >= ROWS:
        return
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    words = set()
    for name, key, national_id, phone in people(ROWS):
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


def measure(env, calls):
    """Median milliseconds and queries of each call; a fresh cache each time."""
    times, queries, hits = [], [], 0
    calls[0]()
    for call in calls[1:]:
        env.invalidate_all()
        before, started = env.cr.sql_log_count, time.perf_counter()
        found = call()
        times.append((time.perf_counter() - started) * 1000)
        queries.append(env.cr.sql_log_count - before)
        hits += bool(found)
    return {
        "ms": round(statistics.median(times), 2),
        "worst_ms": round(max(times), 1),
        "queries": statistics.median(queries),
        "found": f"{hits}/{len(times)}",
    }


def misspell(name, source):
    """One letter of the surname lost or written as a look-alike."""
    alike = {
        "س": "ص",
        "ص": "س",
        "ز": "ذ",
        "ض": "ز",
        "ت": "ط",
        "ط": "ت",
        "ه": "ح",
        "ح": "ه",
        "ق": "غ",
    }
    for letter in name:
        if letter in alike and source.random() < 0.5:
            return name.replace(letter, alike[letter], 1)
    place = len(name) - source.randint(2, 3)
    return name[:place] + name[place + 1 :]


def run(env):
    fill(env)
    source = random.Random(7)
    sample = list(people(ROWS))
    picked = [sample[source.randrange(ROWS)] for _ in range(ROUNDS + 1)]
    user = env.ref("base.user_admin")
    Partner = env["res.partner"].with_user(user)
    rows = []
    for title, ours, theirs in (
        (
            "by national ID",
            lambda person: Partner._find_citizens(person[2]),
            lambda person: Partner.search([("vat", "=", person[2])], limit=8),
        ),
        (
            "by phone, as typed",
            lambda person: Partner._find_citizens("+98 " + person[3][1:4] + " " + person[3][4:]),
            lambda person: Partner.search([("phone_mobile_search", "=", person[3])], limit=8),
        ),
        (
            "by name",
            lambda person: Partner._find_citizens(person[0]),
            lambda person: Partner.name_search(person[0], limit=8),
        ),
        (
            "by misspelt name",
            lambda person: Partner._find_citizens(misspell(person[0], source)),
            lambda person: Partner.name_search(misspell(person[0], source), limit=8),
        ),
    ):
        mine = measure(env, [partial(ours, person) for person in picked])
        peer = measure(env, [partial(theirs, person) for person in picked])
        rows.append(
            {"work": title, "zrm": mine, "peer": peer, "ratio": round(mine["ms"] / peer["ms"], 3)}
        )
    return {
        "title": f"One among {ROWS:,} citizens",
        "peer": "plain res.partner, what core offers",
        "rows": rows,
    }


print("RESULT " + json.dumps(run(env), ensure_ascii=False))  # noqa: F821
