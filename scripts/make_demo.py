#!/usr/bin/env python3
"""Writes the repetitive part of zrm_base's demonstration data.

    $(scripts/get_python)/python scripts/make_demo.py    (Python 3.11 or later)

From scripts/demo_names.toml it makes an invented town: its regions, the units
of its districts, the public holidays, the citizens and how they are related.
The same input gives the same files, byte by byte. What is few (users, central
units, calendars) stands in hand-written XML beside the files written here.

Nobody of this town lives. Numbers are as plainly made up as their valid forms
allow: mobiles begin with 0912000, landlines with 0211000, the serial part of
identities with 99, and postal codes have 00 in the middle.
"""

import csv
import datetime
import random
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import tomllib

ROOT = Path(__file__).resolve().parent.parent
ADDON = ROOT / "addons" / "zrm_base"
sys.path.insert(0, str(ADDON))

from tools import identity, jalali, postal  # noqa: E402

NAMES = tomllib.loads((ROOT / "scripts" / "demo_names.toml").read_text("utf-8"))
TEHRAN = ZoneInfo("Asia/Tehran")
HOLIDAY_YEARS = (1405, 1406)
THIS_YEAR = 1405  # ages are counted from here
ADULT = 18
COMPANY = "company_city"  # its own, not the one that is there; in res_company.xml
CITIZEN_FIELDS = (
    "id name is_citizen is_company identity_type national_id father_name birth_date gender "
    "phone landline email street city zip region_id/id country_id/id company_id/id is_confidential"
)
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
DISTRICTS = range(1, len(NAMES["district"]) + 1)


def persian(number):
    return str(number).translate(PERSIAN_DIGITS)


def iso(jalali_date):
    """2026-03-21 for 1405/01/01."""
    return jalali.to_gregorian(*map(int, jalali_date.split("/"))).isoformat()


def write(name, fields, rows):
    rows = list(rows)
    with (ADDON / "demo" / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([fields.split(), *rows])
    print(f"{name}: {len(rows)}")


def regions():
    """The province, the city, its districts, their neighbourhoods."""
    yield "region_tehran_province", "استان تهران", "IR-23", "province", ""
    yield "region_tehran", "شهر تهران", "THR", "city", "region_tehran_province"
    for number, area in zip(DISTRICTS, NAMES["district"], strict=True):
        district, code = f"region_d{number:02}", f"THR-{number:02}"
        yield district, f"منطقه {persian(number)}", code, "district", "region_tehran"
        for place, (name, *_streets) in enumerate(area["neighbourhoods"], 1):
            yield f"{district}_n{place:02}", name, f"{code}-{place:02}", "neighbourhood", district


def units():
    """The municipalities of the districts and their offices."""
    teams = {number: team for team, served in NAMES["teams"].items() for number in served}
    for number in DISTRICTS:
        unit, code, region = f"unit_d{number:02}", f"M{number:02}", f"region_d{number:02}"
        manager, expert = f"user_manager{teams[number]}", f"user_expert{teams[number]}"
        name = f"شهرداری منطقه {persian(number)}"
        yield unit, name, code, COMPANY, "unit_mayor", manager, f"{manager},{expert}", region
        for office in NAMES["office"]:
            members = ",".join(office["members_d06"]) if number == 6 else expert
            id_, office_code = f"{unit}_{office['id']}", f"{code}-{office['code']}"
            yield id_, office["name"], office_code, COMPANY, unit, manager, members, ""


def holidays():
    """The holidays that the solar calendar fixes, from midnight to midnight in Tehran."""
    for year in HOLIDAY_YEARS:
        for holiday in NAMES["holiday"]:
            first, last = (iso(f"{year}/{day}") for day in holiday["days"])
            id_ = f"holiday_{year}_{holiday['days'][0].replace('/', '')}"
            name = f"{holiday['name']} {persian(year)}"
            yield id_, name, "calendar_office", utc(f"{first} 00:00:00"), utc(f"{last} 23:59:59")


def utc(tehran_time):
    """The UTC that Odoo stores, of a time in Tehran."""
    local = datetime.datetime.fromisoformat(tehran_time).replace(tzinfo=TEHRAN)
    return local.astimezone(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


class Town:
    """The citizens and their relations; every method adds to both lists."""

    def __init__(self):
        self.rng = random.Random(1405)
        self.citizens, self.relations = [], []
        self.taken = set()  # numbers that were given out
        self.districts = []  # to be settled next
        self.sadat = NAMES["last_names"]["sadat"].split()
        self.last_names = NAMES["last_names"]["others"].split()
        self.lanes = [lane.replace("_", " ") for lane in NAMES["streets"]["lanes"].split()]

    # Numbers and places

    def new_number(self, make):
        """What ``make`` gives, until it gives something new."""
        while (number := make()) in self.taken:
            pass
        self.taken.add(number)
        return number

    def digits(self, count, choice="0123456789"):
        return "".join(self.rng.choices(choice, k=count))

    def papers(self, identity_type="national_id"):
        """An identity number with its type."""

        def number():
            if identity_type == "national_id":
                nine = f"00{self.rng.randint(1, 9)}99{self.digits(4)}"
                return nine + identity.national_id_check_digit(nine)
            ten = f"1{self.rng.choice(['0103', '0320', '4009'])}99{self.digits(3)}"
            return ten + identity.legal_id_check_digit(ten)

        return {"identity_type": identity_type, "national_id": self.new_number(number)}

    def mobile(self):
        return self.new_number(lambda: f"0912000{self.digits(4)}")

    def house(self, district=None, landline=True):
        """An address, which all who live there share."""
        if not district:  # every district in turn, but not in order
            self.districts = self.districts or self.rng.sample(DISTRICTS, len(DISTRICTS))
            district = self.districts.pop()
        area = NAMES["district"][district - 1]
        place, (_name, *streets) = self.rng.choice(
            [known for known in enumerate(area["neighbourhoods"], 1) if len(known[1]) > 1]
        )
        street = f"{self.rng.choice(streets)}، کوچه {self.rng.choice(self.lanes)}"
        street += f"، پلاک {persian(self.rng.randint(1, 120))}"
        if self.rng.random() < 0.7:
            street += f"، واحد {persian(self.rng.randint(1, 16))}"
        zip_code = self.new_number(
            lambda: area["zip"] + self.digits(1, "1346") + "00" + self.digits(3, "13456789")
        )
        postal.normalize_postal_code(zip_code)  # or it raises
        return {
            "street": street,
            "city": "تهران",
            "zip": zip_code,
            "region_id/id": f"region_d{district:02}_n{place:02}",
            "landline": self.new_number(lambda: f"0211000{self.digits(4)}") if landline else "",
        }

    def add(self, id_=None, **vals):
        id_ = id_ or f"citizen_{len(self.citizens) + 1:03}"
        always = {"is_citizen": "True", "country_id/id": "base.ir", "company_id/id": COMPANY}
        self.citizens.append({"id": id_, **always, **vals})
        return self.citizens[-1]

    def relate(self, person, relation, other, since="", until="", note=""):
        """Files that ``person`` is the ``relation`` of the other."""
        id_, type_id = f"relation_{len(self.relations) + 1:03}", f"relation_type_{relation}"
        self.relations.append((id_, other["id"], person["id"], type_id, since, until, note))

    def day(self, year):
        return iso(f"{year}/{self.rng.randint(1, 12):02}/{self.rng.randint(1, 29):02}")

    def last_name(self, avoid=""):
        names = self.sadat if self.rng.random() < 0.08 else self.last_names
        return self.rng.choice([name for name in names if name != avoid])

    def first_name(self, gender, born, last_name="", avoid=()):
        generation = 0 if born < 1340 else 1 if born < 1370 else 2
        form = "{}"
        if last_name in self.sadat:
            form = "سید {}" if gender == "male" else "{} سادات"
        names = [form.format(name) for name in NAMES["first_names"][gender][generation].split()]
        return self.rng.choice([name for name in names if name not in avoid])

    def person(self, house, gender, born, last=None, father=None, siblings=()):
        """Somebody born in that year (Solar Hijri), with this family and father's name,
        else with any; brothers and sisters bear other first names."""
        last = last or self.last_name()
        father = father or self.first_name("male", born - 28, last)
        taken = {father, *(sibling["_first"] for sibling in siblings)}
        first = self.first_name(gender, born, last, taken)
        age = THIS_YEAR - born
        citizen = self.add(
            name=f"{first} {last}",
            gender=gender,
            father_name=father,
            birth_date=self.day(born),
            **self.papers(),
            **house,
        )
        if 14 <= age < 70 or (age >= 70 and self.rng.random() < 0.6):
            citizen["phone"] = self.mobile()
        if age >= ADULT and self.rng.random() < 0.45:
            citizen["email"] = f"{citizen['id'].replace('_', '')}@zrm.example"
        # Not for the file, but for making the next one.
        citizen.update(_first=first, _last=last, _born=born)
        return citizen

    def couple(self, house, wife_born):
        """Husband, wife and the year of their wedding."""
        husband_born = wife_born - self.rng.randint(0, 7)
        husband = self.person(house, "male", husband_born)
        wife = self.person(house, "female", wife_born, self.last_name(husband["_last"]))
        wedding = wife_born + self.rng.randint(19, 25)
        self.relate(wife, "spouse", husband, self.day(wedding))
        self.relate(husband, "household_head", wife)
        return husband, wife, wedding

    def children(self, house, parents, born, count, last=None, father=None):
        """Brothers and sisters, the first born in the given year; of the parents, those
        who are on file, and he whose name the children bear comes first."""
        children = []
        last, father = last or parents[0]["_last"], father or parents[0]["_first"]
        while len(children) < count and born < THIS_YEAR:
            gender = self.rng.choice(["male", "female"])
            child = self.person(house, gender, born, last, father, children)
            for parent in parents:
                self.relate(parent, "parent", child)
            for sibling in children:
                self.relate(child, "sibling", sibling)
            if parents and THIS_YEAR - born < ADULT:
                self.relate(parents[0], "household_head", child)
            children.append(child)
            born += self.rng.randint(2, 6)
        return children

    def nuclear(self):
        house = self.house(landline=self.rng.random() < 0.8)
        husband, wife, wedding = self.couple(house, self.rng.randint(1348, 1376))
        count = self.rng.choice([0, 0, 0, 1, 1, 1, 2, 2, 2, 3])
        self.children(house, [husband, wife], wedding + self.rng.randint(1, 4), count)

    def three_generations(self):
        house = self.house()
        husband, wife, wedding = self.couple(house, self.rng.randint(1352, 1366))
        children = self.children(house, [husband, wife], wedding + 2, 2)
        grandmother = self.person(house, "female", husband["_born"] - self.rng.randint(19, 26))
        elders = [grandmother]
        if self.rng.random() < 0.6:
            born = grandmother["_born"] - self.rng.randint(1, 6)
            grandfather = self.person(house, "male", born, husband["_last"], siblings=[husband])
            husband["father_name"] = grandfather["_first"]
            self.relate(grandmother, "spouse", grandfather)
            elders.append(grandfather)
        for elder in elders:
            self.relate(elder, "parent", husband)
            self.relate(elder, "parent_in_law", wife)
            for child in children:
                self.relate(elder, "grandparent", child)

    def single_parent(self):
        house = self.house(landline=self.rng.random() < 0.5)
        born = self.rng.randint(1345, 1372)
        parent = self.person(house, self.rng.choice(["male"] + ["female"] * 3), born)
        last = father = None
        if parent["gender"] == "female":  # the children bear their father's name
            last = self.last_name(parent["_last"])
            father = self.first_name("male", born - 4, last)
        first_born = born + self.rng.randint(22, 29)
        self.children(house, [parent], first_born, self.rng.choice([1, 2, 2]), last, father)

    def elderly(self):
        """An old couple, and a child who lives elsewhere and looks after them."""
        house = self.house()
        husband, wife, wedding = self.couple(house, self.rng.randint(1318, 1334))
        if self.rng.random() < 0.5:
            elsewhere = self.house(landline=False)
            (child,) = self.children(elsewhere, [husband, wife], wedding + 3, 1)
            self.relate(child, "caregiver", wife)

    def siblings(self):
        """Grown-up brothers and sisters who share a flat."""
        last = self.last_name()
        born = self.rng.randint(1372, 1380)
        father = self.first_name("male", born - 30, last)
        self.children(self.house(landline=False), [], born, 2, last, father)

    def orphans(self):
        """Children who lost their parents, with their father's brother."""
        house = self.house()
        uncle, aunt, _wedding = self.couple(house, self.rng.randint(1350, 1362))
        last = uncle["_last"]
        father = self.first_name("male", uncle["_born"], last, {uncle["_first"]})
        count, since = self.rng.choice([1, 2, 2]), self.day(1402)
        for ward in self.children(house, [], self.rng.randint(1390, 1394), count, last, father):
            self.relate(uncle, "guardian", ward, since, note="حکم قیمومت دادگاه خانواده")
            self.relate(uncle, "uncle_aunt", ward)
            self.relate(aunt, "uncle_aunt", ward)
            ward["_ward"] = True

    def known_people(self):
        houses, people = {}, {}
        for entry in NAMES["person"]:
            if entry["house"] not in houses:
                houses[entry["house"]] = self.house(entry.get("district"))
            citizen = self.add(
                entry["id"],
                name=entry["name"],
                gender=entry["gender"],
                father_name=entry.get("father_name", ""),
                birth_date=iso(entry["born"]) if "born" in entry else "",
                email=entry.get("email", ""),
                **entry.get("identity", self.papers()),
                **houses[entry["house"]],
            )
            if "same" in entry:
                other, *fields = entry["same"]
                citizen.update({field: people[other][field] for field in fields})
            elif entry.get("born", "") < "1392":
                citizen["phone"] = self.mobile()
            people[entry["id"]] = citizen
        for person, relation, other, *dates in NAMES["relations"]["known"]:
            self.relate(people[person], relation, people[other], *map(iso, dates))

    def callers(self):
        for place, (name, gender) in enumerate(NAMES["callers"]["names"], 1):
            region = {"city": "تهران", "region_id/id": f"region_d{self.rng.choice(DISTRICTS):02}"}
            self.add(f"caller_{place}", name=name, gender=gender, phone=self.mobile(), **region)

    def organisation(self, id_, kind, name, district, grown_ups):
        email = "" if kind == "building" else f"{id_.replace('_', '')}@zrm.example"
        organisation = self.add(
            id_,
            name=name,
            is_company="True",
            email=email,
            **self.papers("legal_id"),
            **self.house(district),
        )
        # Those who live in its district come first.
        here = organisation["region_id/id"][: len("region_d01")]
        grown_ups.sort(key=lambda citizen: citizen["region_id/id"].startswith(here))
        posts = NAMES["posts"][kind]
        people = [grown_ups.pop() for _post in posts]
        for post, person in zip(posts, people, strict=True):
            self.relate(person, post, organisation, self.day(self.rng.randint(1396, 1404)))
        if kind == "building":  # the representative manages the house of the others
            for resident in people[1:]:
                self.relate(people[0], "building_manager", resident)
        elif kind == "school":  # the representative before this one
            former = grown_ups.pop()
            self.relate(former, "representative", organisation, "2012-09-22", "2016-09-21")
        elif kind == "company":
            self.relate(organisation, "employer", grown_ups.pop(), self.day(1401))

    def organisations(self):
        grown_ups = [c for c in self.citizens if 1340 < c.get("_born", 0) < 1370]
        self.rng.shuffle(grown_ups)
        bodies = [(kind, *body) for kind, all_ in NAMES["organisations"].items() for body in all_]
        for number, (kind, name, district) in enumerate(bodies, 1):
            self.organisation(f"organisation_{number:02}", kind, name, district, grown_ups)
        self.relate(grown_ups.pop(), "landlord", grown_ups.pop())

    def build(self):
        self.known_people()
        for kind, count in NAMES["families"].items():
            for _family in range(count):
                getattr(self, kind)()
        self.organisations()
        self.callers()
        wards = [c for c in self.citizens if "_ward" in c]
        grown_ups = [c for c in self.citizens if 1340 < c.get("_born", 0) < 1380]
        for citizen in wards[:4] + self.rng.sample(grown_ups, 2):
            citizen["is_confidential"] = "True"


def main():
    town = Town()
    town.build()
    write("zrm.region.csv", "id name code kind parent_id/id", regions())
    write("resource.calendar.leaves.csv", "id name calendar_id/id date_from date_to", holidays())
    unit_fields = (
        "id name code company_id/id parent_id/id manager_id/id member_ids/id region_ids/id"
    )
    write("zrm.unit.csv", unit_fields, units())
    citizens = ([c.get(field, "") for field in CITIZEN_FIELDS.split()] for c in town.citizens)
    write("res.partner.csv", CITIZEN_FIELDS, citizens)
    relation_fields = "id partner_id/id relative_id/id type_id/id date_from date_to note"
    write("zrm.relation.csv", relation_fields, town.relations)


if __name__ == "__main__":
    main()
