"""What the storm has shown, in words and tables: docs/storm.md."""

from collections import Counter

HEADER = """# A storm of requests

Written by `make storm` on {day}: {machine}, {cores} cores, {versions}; {workers} workers,
settings as in `docker/production.env`, {cases:,} cases to begin with. Clients, server and
PostgreSQL share the machine; what each computes is measured, so that the share of the server is
known. `benchmarks/README.md` says who comes and what they do.
"""
# Below this share of what was asked for, the machine does not keep up.
KEEPS_UP = 0.95
# And when it is so far behind that more says nothing.
DROWNED = 0.7
VISITS = {
    "Machine": "one case registered by the API",
    "Reporter": "one report by the public form, all its pages",
    "Tracker": "one look at a case by code and digits",
    "Operator": "one thing that staff do (list, form, caller)",
}


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def steps(phases):
    heads = ["cases a second asked", "registered", "by form", "by machine", "requests a second"]
    heads += ["failed", "broken off", "cores: server", "PostgreSQL", "clients", "others"]
    rows = []
    for phase in phases:
        seconds, kinds = phase["seconds"], phase["kinds"].values()
        by = {way: phase["registered"].get(way, 0) / seconds for way in ("form", "machine")}
        row = [f"{phase['asked']:g}", f"{sum(by.values()):.1f}"]
        row += [f"{by['form']:.1f}", f"{by['machine']:.1f}"]
        row += [f"{sum(kind['per_second'] for kind in kinds):.0f}"]
        row += [sum(kind["failed"] for kind in kinds), sum(phase["broken"].values())]
        row += [cores(phase, name) for name in ("server", "postgres", "clients", "others")]
        rows.append(row)
    return table(heads, rows)


def cores(phase, name):
    return f"{phase['cores'][name]:.2f}" if name in phase["cores"] else "?"


def kinds(phase):
    heads = ["request", "count", "a second", "median ms", "95 of 100 within", "worst", "failed"]
    rows = [
        [
            name,
            kind["count"],
            f"{kind['per_second']:.1f}",
            *(round(kind[value]) for value in ("median", "p95", "worst")),
            kind["failed"],
        ]
        for name, kind in phase["kinds"].items()
    ]
    return table(heads, rows)


def costs(phases):
    """Milliseconds of computing of one visit of each kind: ``{class: (server, postgres)}``."""
    result = {}
    for phase in phases:
        visits = phase["visits"].get(phase["alone"], 0)
        if visits:
            result[phase["alone"]] = tuple(
                1000 * phase["cores"].get(name, 0) * phase["seconds"] / visits
                for name in ("server", "postgres")
            )
    return result


def cost_table(found):
    rows = [
        [VISITS[name], round(server), round(postgres), f"{1000 / (server + postgres):.0f}"]
        for name, (server, postgres) in found.items()
    ]
    heads = ["what", "server, ms", "PostgreSQL, ms", "so many a second fill one core"]
    return table(heads, rows)


def sustained(phases):
    """The steps in which what was asked for was registered, and nothing failed."""
    return [
        phase
        for phase in phases
        if sum(phase["registered"].values()) >= KEEPS_UP * phase["asked"] * phase["seconds"]
        and not phase["failures"]
        and not phase["broken"]
    ]


def saturation(machine, phases):
    last, good = phases[-1], sustained(phases)
    busy = sum(last["cores"].values())
    words = f"At {last['asked']:g} a second {busy:.2f} of {machine['cores']} cores were busy"
    words += f" ({last['cores'].get('others', 0):.2f} with what is not ours)."
    if len(good) == len(phases):
        return f"Every step was kept up with. {words}"
    if busy > 0.9 * machine["cores"]:
        why = "The processors were saturated first, not locks, not the disk."
    else:
        why = f"Processors were left: the {machine['workers']} workers were all occupied, waiting."
    best = f"{max(phase['asked'] for phase in good):g} a second" if good else "None of the steps"
    return f"{best} was the highest step kept up with, without a failure. {why} {words}"


def trouble(result):
    log, waits = result["log"], Counter(result["waits"])
    again = Counter(log["again"])
    lines = [
        f"* Run again by Odoo after a conflict: {sum(again.values())}"
        + "".join(f"; {count} × {what}" for what, count in again.most_common(5))
        + f". Given up: {log['given_up']}.",
        f"* Errors in the server's log: {len(log['severe'])}"
        + "".join(f"; {count} × `{what}`" for what, count in Counter(log["severe"]).most_common(5))
        + ".",
        f"* What PostgreSQL was at when asked twice a second ({sum(waits.values())} answers): "
        + ", ".join(f"{count} {what}" for what, count in waits.most_common(8))
        + ".",
    ]
    for phase in result["phases"]:
        failed = Counter(phase["failures"]) + Counter(phase["broken"])
        for when, which in (("", failed), ("before ", Counter(phase["failures_before"]))):
            lines += [
                f"* {when}{phase['title']}: {count} × {what[:160]}".replace("\n", " ")
                for what, count in which.most_common(5)
            ]
    return "\n".join(lines) + "\n"


def check(found):
    rows = [[what, f"{count:,}"] for what, count in found["facts"].items()]
    rows += [[f"**{what}** (has to be 0)", count] for what, count in found["wrong"].items()]
    return table(["held against the database afterwards", ""], rows)


def write(result):
    """The whole report."""
    machine, phases = result["machine"], result["phases"]
    alone = [phase for phase in phases if "alone" in phase]
    together = [phase for phase in phases if "asked" in phase]
    parts = [HEADER.format(**machine), "\n## Step by step upward\n", steps(together)]
    parts.append(saturation(machine, together) + "\n")
    for phase in together:
        parts += [f"\n### {phase['title']}, {phase['seconds']:.0f} seconds\n", kinds(phase)]
    if alone:
        parts += ["\n## What one costs\n", "Each kind alone, few at a time.\n"]
        parts.append(cost_table(costs(alone)))
    parts += ["\n## Is everything there?\n", check(result["check"])]
    parts += ["\n## Conflicts, errors, waits\n", trouble(result)]
    return "\n".join(parts)
