"""Which column means what, by its heading."""

import re

SYNONYMS = {
    "key": "key|id|unique key|case id|case no|case number|number|reference|ref|external ref|"
    "outside reference|ticket|service request id|شماره|شماره پرونده|شماره مورد|شماره نامه|"
    "کد رهگیری|شناسه|ردیف سامانه",
    "unit": "unit|department|office|account|agency|team|district office|واحد|واحد سازمانی|اداره|"
    "دفتر|سازمان|معاونت",
    "subject1": "subject|category|complaint type|type|topic|main subject|subject level 1|موضوع|"
    "موضوع اصلی|گروه موضوع|دسته|سطح ۱ موضوع",
    "subject2": "sub subject|subcategory|descriptor|subtopic|detail|subject level 2|زیرموضوع|"
    "موضوع فرعی|زیر موضوع|ریزموضوع|سطح ۲ موضوع",
    "nature": "nature|kind|case kind|ماهیت|نوع|نوع پیام|نوع درخواست",
    "channel": "channel|source|method received|via|کانال|راه ارتباط|نحوه دریافت|روش دریافت|مجرا",
    "region1": "province|state|borough|region|استان|منطقه|منطقه شهرداری",
    "region2": "district|community board|city|شهر|ناحیه|شهرستان",
    "region3": "neighbourhood|neighborhood|quarter|محله",
    "received_at": "received|received at|date|created|created date|open date|opendate|opened|"
    "registered|requested datetime|تاریخ|تاریخ ثبت|تاریخ دریافت|تاریخ شروع|زمان ثبت|تاریخ ایجاد",
    "closed_at": "closed|closed at|closed date|close date|closedate|resolved|finished|تاریخ بستن|"
    "تاریخ خاتمه|تاریخ پایان|زمان بستن|تاریخ پاسخ",
    "name": "title|in one line|summary|headline|عنوان|خلاصه|شرح کوتاه",
    "description": "description|text|details|body|message|شرح|متن|توضیح|توضیحات|شرح پیام|متن پیام",
    "address": "address|street|location|نشانی|آدرس|محل",
    "citizen_name": "citizen|citizen name|name|full name|caller|customer|شهروند|نام شهروند|"
    "نام و نام خانوادگی|نام|متقاضی|نام متقاضی",
    "citizen_phone": "phone|mobile|telephone|caller number|تلفن|موبایل|همراه|شماره تماس|تلفن همراه",
    "citizen_identity": "national id|identity number|national code|کد ملی|شماره ملی|شناسه ملی",
}
_SIGNS = str.maketrans("يىك۰۱۲۳۴۵۶۷۸۹", "ییک0123456789")


def fold(text):
    """A heading normalized for comparison.

    >>> fold("Complaint_Type "), fold("تاريخ\\u200cثبت") == fold("تاریخ ثبت")
    ('complainttype', True)
    """
    return re.sub(r"[\W_]+", "", text.translate(_SIGNS).casefold())


_MEANINGS = {fold(word): target for target, words in SYNONYMS.items() for word in words.split("|")}


def guess(header):
    """The meaning of each column, or None; each meaning is used once.

    >>> guess(["unique_key", "account", "opendate", "zip", "موضوع", "Date"])
    ['key', 'unit', 'received_at', None, 'subject1', None]
    """
    taken, result = set(), []
    for name in header:
        target = _MEANINGS.get(fold(name))
        result.append(None if target in taken else target)
        taken.add(target)
    return result
