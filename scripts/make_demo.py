#!/usr/bin/env python3
"""Writes the repetitive part of zrm_base's demonstration data.

    $(scripts/get_python)/python scripts/make_demo.py

From scripts/demo_names.toml it makes an invented town: its regions, the units
of its districts, the public holidays, the citizens and how they are related.
The same input gives the same files, byte by byte. What is few (users, central
units, calendars) stands in hand-written XML beside the files written here.

Nobody of this town lives: mobile numbers begin with 0912000 and landlines with
0211000, which are not given to anybody; serial numbers of identities begin
with 99, and no place has the postal codes. Check digits are right all the same.
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
CITIZEN_FIELDS = (
    "id name is_citizen is_company identity_type national_id father_name birth_date gender "
    "phone landline email street city zip region_id/id country_id/id lang is_confidential"
)
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
DISTRICTS = range(1, len(NAMES["district"]) + 1)


def district_id(number):
    return f"d{number:02}"


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
        district, code = f"region_{district_id(number)}", f"THR-{number:02}"
        yield district, f"منطقه {persian(number)}", code, "district", "region_tehran"
        for place, (name, *_streets) in enumerate(area["neighbourhoods"], 1):
            yield f"{district}_n{place:02}", name, f"{code}-{place:02}", "neighbourhood", district


def units():
    """The municipalities of the districts and their offices."""
    teams = {number: team for team, served in NAMES["teams"].items() for number in served}
    for number in DISTRICTS:
        district = district_id(number)
        unit, code = f"unit_{district}", f"M{number:02}"
        manager, expert = f"user_manager{teams[number]}", f"user_expert{teams[number]}"
        name, region = f"شهرداری منطقه {persian(number)}", f"region_{district}"
        yield unit, name, code, "unit_mayor", manager, f"{manager},{expert}", region
        for office in NAMES["office"]:
            members = ",".join(office["members_d06"]) if district == "d06" else expert
            id_, office_code = f"{unit}_{office['id']}", f"{code}-{office['code']}"
            yield id_, office["name"], office_code, unit, manager, members, ""


def holidays():
    """The holidays that the solar calendar fixes, from midnight to midnight in Tehran."""
    for year in HOLIDAY_YEARS:
        for holiday in NAMES["holiday"]:
            first, last = (iso(f"{year}/{day}") for day in holiday["days"])
            id_ = f"holiday_{year}_{holiday['days'][0].replace('/', '')}"
            name = f"{holiday['name']} {persian(year)}"
            yield id_, name, "calendar_office", utc(f"{first} 00:00:00"), utc(f"{last} 23:59:59")


def utc(tehran_time):
    local = datetime.datetime.fromisoformat(tehran_time).replace(tzinfo=TEHRAN)
    return local.astimezone(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


class Town:
    """The citizens and their relations; every method adds to both lists."""

    def __init__(self):
        self.rng = random.Random(1405)
        self.citizens, self.relations = [], []
        self.taken = set()  # numbers that were given out
        self.last_districts = []
        self.first_names = {
            gender: [words.split() for words in generations]
            for gender, generations in NAMES["first_names"].items()
        }
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

    def national_id(self):
        nine = f"00{self.rng.randint(1, 9)}99{self.digits(4)}"
        return nine + identity.national_id_check_digit(nine)

    def legal_id(self):
        ten = f"1{self.rng.choice(['0103', '0320', '4009'])}99{self.digits(3)}"
        return ten + identity.legal_id_check_digit(ten)

    def mobile(self):
        return self.new_number(lambda: f"0912000{self.digits(4)}")

    def house(self, district=None, landline=True):
        """An address, which all who live there share."""
        if not district:  # every district in turn, but not in order
            self.last_districts = self.last_districts or self.rng.sample(DISTRICTS, len(DISTRICTS))
            district = self.last_districts.pop()
        area = NAMES["district"][district - 1]
        place, (_name, *streets) = self.rng.choice(
            [known for known in enumerate(area["neighbourhoods"], 1) if len(known[1]) > 1]
        )
        parts = [self.rng.choice(streets), f"کوچه {self.rng.choice(self.lanes)}"]
        parts.append(f"پلاک {persian(self.rng.randint(1, 120))}")
        if self.rng.random() < 0.7:
            parts.append(f"واحد {persian(self.rng.randint(1, 16))}")
        zip_code = self.new_number(
            lambda: area["zip"] + self.digits(1, "1346") + "00" + self.digits(3, "13456789")
        )
        assert postal.normalize_postal_code(zip_code) == zip_code
        return {
            "street": "، ".join(parts),
            "city": "تهران",
            "zip": zip_code,
            "region_id/id": f"region_{district_id(district)}_n{place:02}",
            "landline": self.new_number(lambda: f"0211000{self.digits(4)}") if landline else "",
        }

    # Single records

    def add(self, id_=None, **vals):
        id_ = id_ or f"citizen_{len(self.citizens) + 1:03}"
        always = {"is_citizen": "True", "lang": "fa_IR", "country_id/id": "base.ir"}
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
        names = [form.format(name) for name in self.first_names[gender][generation]]
        return self.rng.choice([name for name in names if name not in avoid])

    def person(self, house, gender, born, last=None, father=None, siblings=()):
        """Somebody living in a house.

        :param int born: the Solar Hijri year
        :param last: the family name, else any
        :param father: the father's first name, else one of his generation
        :param siblings: brothers and sisters, who bear other names
        """
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
            identity_type="national_id",
            national_id=self.new_number(self.national_id),
            **house,
        )
        if 14 <= age < 70 or (age >= 70 and self.rng.random() < 0.6):
            citizen["phone"] = self.mobile()
        if age >= ADULT and self.rng.random() < 0.45:
            citizen["email"] = f"{citizen['id'].replace('_', '')}@zrm.example"
        # Not for the file, but for making the next one.
        citizen.update(_first=first, _last=last, _born=born)
        return citizen

    # Families

    def couple(self, house, wife_born):
        """Husband, wife and the year of their wedding."""
        husband_born = wife_born - self.rng.randint(0, 7)
        husband = self.person(house, "male", husband_born)
        wife = self.person(house, "female", wife_born, self.last_name(husband["_last"]))
        wedding = wife_born + self.rng.randint(19, 25)
        self.relate(wife, "spouse", husband, self.day(wedding))
        self.relate(husband, "household_head", wife)
        return husband, wife, wedding

    def children(self, house, parents, first_born, count, last, father):
        """Brothers and sisters of the given parents, if these are on file."""
        children = []
        born = first_born
        for _place in range(count):
            if born >= THIS_YEAR:
                break
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
        count = self.rng.choice([1, 1, 2, 2, 3])
        first_born = wedding + self.rng.randint(1, 4)
        self.children(
            house, [husband, wife], first_born, count, husband["_last"], husband["_first"]
        )

    def childless(self):
        self.couple(self.house(), self.rng.randint(1350, 1380))

    def three_generations(self):
        house = self.house()
        husband, wife, wedding = self.couple(house, self.rng.randint(1352, 1366))
        children = self.children(
            house, [husband, wife], wedding + 2, 2, husband["_last"], husband["_first"]
        )
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
        if self.rng.random() < 0.25:
            parent = self.person(house, "male", born)
            last, father = parent["_last"], parent["_first"]
        else:  # the children bear their father's name
            parent = self.person(house, "female", born)
            last = self.last_name(parent["_last"])
            father = self.first_name("male", born - 4, last)
        count = self.rng.choice([1, 2, 2])
        self.children(house, [parent], born + self.rng.randint(22, 29), count, last, father)

    def elderly(self):
        """An old couple, and a child who lives elsewhere and looks after them."""
        house = self.house()
        husband, wife, wedding = self.couple(house, self.rng.randint(1318, 1334))
        if self.rng.random() < 0.5:
            elsewhere = self.house(landline=False)
            (child,) = self.children(
                elsewhere, [husband, wife], wedding + 3, 1, husband["_last"], husband["_first"]
            )
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
        count = self.rng.choice([1, 2, 2])
        since = self.day(1402)
        for ward in self.children(house, [], self.rng.randint(1390, 1394), count, last, father):
            self.relate(uncle, "guardian", ward, since, note="حکم قیمومت دادگاه خانواده")
            self.relate(uncle, "uncle_aunt", ward)
            self.relate(aunt, "uncle_aunt", ward)
            ward["is_confidential"] = "True"

    # Those of demo_names.toml

    def known_people(self):
        houses, people = {}, {}
        for entry in NAMES["person"]:
            if entry["house"] not in houses:
                houses[entry["house"]] = self.house(entry.get("district"))
            made_up = ("national_id", None)
            identity_type, number = entry.get("identity", made_up) or ("", "")
            if number is None:
                number = self.new_number(self.national_id)
            citizen = self.add(
                entry["id"],
                name=entry["name"],
                gender=entry["gender"],
                father_name=entry.get("father_name", ""),
                birth_date=iso(entry["born"]) if "born" in entry else "",
                identity_type=identity_type,
                national_id=number,
                email=entry.get("email", ""),
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
            district = district_id(self.rng.choice(DISTRICTS))
            region = {"city": "تهران", "region_id/id": f"region_{district}"}
            self.add(f"caller_{place}", name=name, gender=gender, phone=self.mobile(), **region)

    def organisation(self, id_, kind, name, district, grown_ups):
        organisation = self.add(
            id_,
            name=name,
            is_company="True",
            identity_type="legal_id",
            national_id=self.new_number(self.legal_id),
            email=f"{id_.replace('_', '')}@zrm.example" if kind != "building" else "",
            **self.house(district),
        )
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
        grown_ups = [c for c in self.citizens if 1340 < c.get("_born", 0) < 1375]
        self.rng.shuffle(grown_ups)
        number = 0
        for kind, bodies in NAMES["organisations"].items():
            for name, district in bodies:
                number += 1
                self.organisation(f"organisation_{number:02}", kind, name, district, grown_ups)
        for relation in ("landlord", "neighbour", "introducer"):
            self.relate(grown_ups.pop(), relation, grown_ups.pop())

    def build(self):
        self.known_people()
        for kind, count in NAMES["families"].items():
            for _family in range(count):
                getattr(self, kind)()
        self.organisations()
        self.callers()
        # Six confidential files: the wards, and grown-ups for the rest.
        confidential = [c for c in self.citizens if c.get("is_confidential")]
        for extra in confidential[4:]:
            del extra["is_confidential"]
        grown_ups = [c for c in self.citizens if 1340 < c.get("_born", 0) < 1380]
        for citizen in self.rng.sample(grown_ups, 6 - len(confidential[:4])):
            citizen["is_confidential"] = "True"


def main():
    town = Town()
    town.build()
    write("zrm.region.csv", "id name code kind parent_id/id", regions())
    write("resource.calendar.leaves.csv", "id name calendar_id/id date_from date_to", holidays())
    unit_fields = "id name code parent_id/id manager_id/id member_ids/id region_ids/id"
    write("zrm.unit.csv", unit_fields, units())
    fields = CITIZEN_FIELDS.split()
    citizens = [[citizen.get(field, "") for field in fields] for citizen in town.citizens]
    write("res.partner.csv", CITIZEN_FIELDS, citizens)
    relation_fields = "id partner_id/id relative_id/id type_id/id date_from date_to note"
    write("zrm.relation.csv", relation_fields, town.relations)


if __name__ == "__main__":
    main()
