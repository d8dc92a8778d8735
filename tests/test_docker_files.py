"""What docker/ and odoo.conf say, read without a container engine.

A real Odoo with the production settings is started elsewhere; here it is
Odoo's own parser that has to accept each of them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DOCKER = ROOT / "docker"

SECRET = re.compile(r"PASSW|SECRET|TOKEN|PRIVATE", re.IGNORECASE)


class ComposeLoader(yaml.SafeLoader):
    """YAML with the tags of Compose's own."""


ComposeLoader.add_constructor("!reset", lambda loader, node: [])


def read_compose(name):
    return yaml.load((DOCKER / name).read_text(), ComposeLoader)


BASE = read_compose("compose.yaml")
PROD = read_compose("compose.prod.yaml")
FILES = {"compose.yaml": BASE, "compose.prod.yaml": PROD}


def read_env(path):
    lines = (line.strip() for line in path.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


PRODUCTION = read_env(DOCKER / "production.env")


def merged(service):
    """A service as production runs it, one level deep, as far as tests look."""
    result = dict(BASE["services"].get(service, {}))
    for key, value in PROD["services"].get(service, {}).items():
        old = result.get(key)
        result[key] = {**old, **value} if isinstance(old, dict) else value
    return result


ALL_SERVICES = {*BASE["services"], *PROD["services"]}


@pytest.fixture(scope="session")
def read_config():
    """A function that has Odoo read odoo.conf in an environment.

    Returns its options and what it logged.
    """
    odoo = subprocess.run(
        [ROOT / "scripts/get_odoo"], check=True, capture_output=True, text=True
    ).stdout.strip()
    program = (
        "import json, odoo.init\n"
        "from odoo.tools import config\n"
        f"config.parse_config(['-c', {str(ROOT / 'odoo.conf')!r}], setup_logging=True)\n"
        "names = {o.env_name for o in config.options_index.values() if o.env_name}\n"
        "print(json.dumps([{**config.options, 'names': sorted(names)}, \n"
        "    [config.verify_admin_password(p) for p in ('admin', '')]], default=str))\n"
    )

    def read(environment):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ODOO_", "PG"))}
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**kept, "PYTHONPATH": odoo, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        options, passwords = json.loads(done.stdout)
        return options, passwords, done.stderr

    return read


# --- odoo.conf and the environment --------------------------------------------


def test_odoo_conf_is_safe_and_known(read_config):
    options, passwords, log = read_config({})
    assert "WARNING" not in log, log
    assert options["list_db"] is False
    assert options["http_interface"] == "127.0.0.1"
    assert options["proxy_mode"] is False
    assert options["workers"] == 0
    assert passwords == [False, False]


def test_production_settings_are_known(read_config):
    options, _passwords, log = read_config(PRODUCTION)
    assert set(PRODUCTION) <= set(options["names"])
    assert "WARNING" not in log, log
    assert options["workers"] > 1
    assert options["proxy_mode"] is True
    assert options["list_db"] is False


@pytest.mark.parametrize("service", ["init", "odoo"])
def test_environment_of_services_is_known(read_config, service):
    environment = merged(service)["environment"]
    options, _passwords, _log = read_config({})
    ours = {name for name in environment if not name.startswith("ZRM_")}
    assert ours <= set(options["names"])


def test_one_database_is_served_without_listing_all(read_config):
    """A filter would make each new visitor cost a connection to PostgreSQL."""
    environment = merged("odoo")["environment"]
    options, _passwords, _log = read_config({**PRODUCTION, "PGDATABASE": "zrm"})
    assert "PGDATABASE" in environment
    assert options["db_name"] == ["zrm"]
    assert not options["dbfilter"]
    assert "ODOO_DBFILTER" not in environment


def test_environment_of_the_image_is_known(read_config):
    found = set(re.findall(r"\b(ODOO_\w+)=", (DOCKER / "Dockerfile").read_text()))
    options, _passwords, _log = read_config({})
    assert {"ODOO_ADDONS_PATH", "ODOO_DATA_DIR", "ODOO_HTTP_INTERFACE"} == found
    assert found <= set(options["names"])


def test_connections_fit_into_postgresql(read_config):
    options, _passwords, _log = read_config(PRODUCTION)
    processes = options["workers"] + options["max_cron_threads"]
    wanted = processes * options["db_maxconn"] + options["db_maxconn_gevent"]
    [allowed] = [
        int(word.partition("=")[2])
        for word in PROD["services"]["db"]["command"]
        if word.startswith("-cmax_connections=")
    ]
    # The backup and whoever looks into the database want some as well.
    assert wanted <= allowed - 10


def test_nginx_waits_longer_than_odoo(read_config):
    options, _passwords, _log = read_config(PRODUCTION)
    waits = re.findall(r"proxy_read_timeout (\d+)s;", (DOCKER / "nginx.conf").read_text())
    assert waits
    assert all(int(seconds) > options["limit_time_real"] for seconds in waits)


# --- Dockerfile -----------------------------------------------------------------


def instructions():
    text = re.sub(r"^\s*#.*\n", "", (DOCKER / "Dockerfile").read_text(), flags=re.MULTILINE)
    return [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def test_dockerfile():
    lines = instructions()
    assert lines[0] == "FROM odoo:19"
    assert [line for line in lines if line.startswith("USER")][-1] == "USER odoo"
    installs = [line for line in lines if "pip3 install" in line]
    assert len(installs) == 1
    assert installs[0].endswith("-r /opt/zrm/requirements.txt")
    assert "--break-system-packages" in installs[0]
    assert any(line.startswith("HEALTHCHECK") and "/web/health" in line for line in lines)


def test_copied_files_exist_and_are_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert "*" in ignored
    copied = [line.split()[1] for line in instructions() if line.startswith("COPY")]
    assert copied
    for name in copied:
        assert (ROOT / name).exists()
        assert f"!{name}" in ignored


def test_requirements_are_ranges_around_what_we_test_with():
    """People install our addons beside what they have; our own environment is pinned."""
    pins = dict(re.findall(r"^([\w-]+)==([\w.]+)$", read("requirements-odoo.txt"), re.MULTILINE))
    lines = [line for line in read("requirements.txt").splitlines() if line[:1] != "#"]
    for line in lines:
        name, lowest, next_major = re.fullmatch(r"([\w-]+)>=([\d.]+),<(\d+)", line).groups()
        low, pin, high = (
            [int(part) for part in version.split(".")]
            for version in (lowest, pins[name], next_major)
        )
        assert low <= pin < high, line
    assert len(lines) == 4


def read(name):
    return (ROOT / name).read_text("utf-8")


# --- Compose ----------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_references_lead_somewhere(name):
    for service, content in FILES[name]["services"].items():
        for other in content.get("depends_on", {}):
            assert other in ALL_SERVICES, (service, other)
        for network in content.get("networks", []):
            assert network in PROD["networks"]
        for volume in content.get("volumes", []):
            source = re.sub(r"\$\{[^}]*\}", ".", volume).split(":")[0]
            if source.startswith("."):
                assert (DOCKER / source).exists(), (service, volume)
            else:
                assert source in BASE["volumes"], (service, volume)
        for file in content.get("env_file", []):
            assert (DOCKER / file).is_file()


@pytest.mark.parametrize("service", sorted(ALL_SERVICES - {"init"}))
def test_long_running_services_are_watched(service):
    content = merged(service)
    assert content["healthcheck"]["test"]
    assert content["restart"] == "unless-stopped"
    assert content["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}


def test_init_runs_once_before_odoo():
    assert BASE["services"]["init"]["restart"] == "no"
    assert BASE["services"]["odoo"]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "init": {"condition": "service_completed_successfully"},
    }
    assert os.access(DOCKER / "init.sh", os.X_OK)


@pytest.mark.parametrize("name", FILES)
def test_no_secret_has_a_value(name):
    found = 0
    for service, content in FILES[name]["services"].items():
        for key, value in content.get("environment", {}).items():
            if SECRET.search(key):
                found += 1
                # Required from outside, without a default.
                assert re.fullmatch(r"\$\{\w+:\?[^}]*\}", value), (service, key)
    assert found


@pytest.mark.parametrize("path", [ROOT / "odoo.conf", DOCKER / "production.env"])
def test_no_secret_in_settings(path):
    for line in path.read_text().splitlines():
        name, _equals, value = line.partition("=")
        if not line.startswith("#") and SECRET.search(name):
            assert value.strip() == "", line


def test_only_this_machine_without_production():
    published = [port for content in BASE["services"].values() for port in content.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_in_production_only_nginx_is_published():
    assert {service for service in ALL_SERVICES if merged(service).get("ports")} == {"nginx"}
    assert PROD["networks"]["inside"] == {"internal": True}
    assert merged("db")["networks"] == ["inside"]


# --- nginx ------------------------------------------------------------------------

NGINX = (DOCKER / "nginx.conf").read_text()


def nginx_blocks(text):
    """The directives of a configuration as nested lists; fails when unbalanced."""
    token = re.compile(
        r"""\s+|\#[^\n]*|(?P<word>"[^"]*"|'[^']*'|(?:\$\{\w+\}|[^\s;{}"'])+|[;{}])"""
    )
    stack, directive, position = [[]], [], 0
    while position < len(text):
        found = token.match(text, position)
        assert found, text[position : position + 60]
        position = found.end()
        word = found["word"]
        if word is None:
            continue
        if word == ";":
            assert directive, "a semicolon behind nothing"
            stack[-1].append((directive, None))
            directive = []
        elif word == "{":
            stack[-1].append((directive, []))
            stack.append(stack[-1][-1][1])
            directive = []
        elif word == "}":
            assert not directive, f"no semicolon behind {directive}"
            stack.pop()
            assert stack, "one } too many"
        else:
            directive.append(word.strip("\"'"))
    assert not directive
    assert len(stack) == 1, "a } is missing"
    return stack[0]


def blocks_named(blocks, name):
    for directive, inner in blocks:
        if directive[0] == name:
            yield directive, inner
        if inner:
            yield from blocks_named(inner, name)


def test_nginx_structure():
    blocks = nginx_blocks(NGINX)
    assert sum(1 for _ in blocks_named(blocks, "server")) == 3
    zones = {
        word.removeprefix("zone=").split(":")[0]
        for name in ("limit_req_zone", "limit_conn_zone")
        for directive, _ in blocks_named(blocks, name)
        for word in directive
        if word.startswith("zone=")
    }
    used = {directive[1] for directive, _ in blocks_named(blocks, "limit_req")}
    assert {word.removeprefix("zone=") for word in used} == {"all", "login", "portal", "public"}
    assert {"all", "login", "portal", "public", "connections"} == zones


@pytest.mark.parametrize(
    ("path", "zone"),
    [
        ("/web/login", "login"),
        ("/fa/web/login", "login"),
        ("/web/session/authenticate", "login"),
        ("/web/reset_password", "login"),
        ("/xmlrpc/2/common", "login"),
        ("/jsonrpc", "login"),
        ("/my", "portal"),
        ("/fa_IR/my/cases", "portal"),
        ("/my/cases/5", "portal"),
        ("/zrm/report", "public"),
        ("/fa/zrm/report", "public"),
        ("/website/form/zrm.case", "public"),
        ("/odoo/action-5", None),
        ("/mystery", None),
        ("/web/login_successful", None),
        ("/web/database/manager", 404),
        ("/web/Database/list", 404),
        ("/fa/web/database/selector", 404),
    ],
)
def test_nginx_locations(path, zone):
    """The first regular expression that fits decides, as in nginx."""
    answer = None
    for directive, inner in blocks_named(nginx_blocks(NGINX), "location"):
        if directive[1] in ("~", "~*"):
            flags = re.IGNORECASE if directive[1] == "~*" else 0
            if re.search(directive[2], path, flags):
                limits = [words[1] for words, _ in inner if words[0] == "limit_req"]
                if ["return", "404"] in [words for words, _ in inner]:
                    answer = 404
                elif limits:
                    answer = limits[0].removeprefix("zone=")
                break
    assert answer == zone


def test_nginx_headers():
    headers = [directive[1] for directive, _ in blocks_named(nginx_blocks(NGINX), "add_header")]
    assert {
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
    } <= set(headers)
    # In a location they would replace, not add to, those of the server.
    for _directive, inner in blocks_named(nginx_blocks(NGINX), "location"):
        assert not list(blocks_named(inner, "add_header"))


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx on this machine")
def test_nginx_accepts_it(tmp_path):
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=zrm.test"
        f" -keyout {tmp_path}/privkey.pem -out {tmp_path}/fullchain.pem".split(),
        check=True,
        capture_output=True,
    )
    (tmp_path / "mime.types").write_text("types { text/html html; }\n")
    text = NGINX.replace("${ZRM_HOST}", "zrm.test").replace("/etc/nginx/tls", str(tmp_path))
    text = text.replace("/etc/nginx/mime.types", str(tmp_path / "mime.types"))
    text = text.replace("/run/nginx.pid", str(tmp_path / "pid"))
    # Debian 12's nginx knows neither this user nor, before 1.25, this word.
    text = text.replace("user nginx;", "").replace("http2 on;", "")
    # Folders that only exist where nginx was installed as a service.
    temporary = "".join(
        f"{name}_temp_path {tmp_path / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = text.replace("http {\n", f"http {{\n{temporary}", 1)
    (tmp_path / "nginx.conf").write_text(text)
    done = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr, done.stderr
