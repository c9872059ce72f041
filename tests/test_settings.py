"""Settings: what the environment may say, and what happens when it says nonsense."""

import runpy
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Return a function that reads the settings file afresh under the environment given."""

    def load(**environment):
        for name, value in {"DATA_DIR": str(tmp_path / "data"), **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "config" / "settings.py"))

    return load


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "study.example"),
        ("SITE_URL", "ftp://study.example"),
        ("SITE_URL", "https://study.example/app"),
        ("SITE_URL", "http://study.example:99999"),
        ("LISTEN", "8000"),
        ("LISTEN", "127.0.0.1:http"),
        ("DATABASE_URL", "mysql://root@localhost/x"),
        ("DATABASE_URL", "postgres://root@localhost/"),
        ("DATABASE_URL", "postgres://root@localhost:port/x"),
        ("DATABASE_URL", "postgres://root@localhost/x?sslmode"),
        ("DATABASE_URL", "sqlite://db.sqlite3"),
        ("SECRET_KEY", "changeme"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://study.example"),
        ("DEBUG", "perhaps"),
        ("GUESTS", "2"),
        ("REGISTRATION", "maybe"),
        ("TEXT_LIMIT", "1MB"),
        ("ANSWER_LIMIT", "0"),
        ("WORKERS", "-1"),
        ("TIME_ZONE", "Beijing"),
        ("TIME_ZONE", "../zone"),
        ("LANGUAGE_CODE", "zh"),
        ("STAFF_MFA", "always"),
        ("PEOPLE_PER_ADDRESS", "0"),
        ("EMAIL_URL", "mail.example"),
        ("EMAIL_URL", "http://mail.example"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://study@mail.example"),
        ("EMAIL_URL", "smtp://mail.example/inbox"),
        ("EMAIL_URL", "smtp://mail.example:99999"),
        ("EMAIL_URL", "smtps://mail.example?timeout=3"),
        ("MAIL_FROM", "the study site"),
        ("MAIL_FROM", "Study <study>"),
    ],
)
def test_a_bad_value_stops_the_start_with_one_sentence_naming_it(load, name, value):
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} must be [^\n]+\.$"):
        load(**{name: value})


def test_a_password_is_not_repeated_in_the_complaint(load):
    with pytest.raises(ImproperlyConfigured) as problem:
        load(DATABASE_URL="postgres://root:hunter2@localhost:port/x")
    assert "hunter2" not in str(problem.value)


def test_a_bad_value_leaves_no_traceback(tmp_path):
    run = subprocess.run(
        [sys.executable, "manage.py", "quickstart", "--no-serve"],
        cwd=ROOT,
        env={"DATA_DIR": str(tmp_path), "SITE_URL": "nonsense"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("Cannot start: SITE_URL must be")
    assert run.stderr.count("\n") == 1


def test_https_turns_on_what_it_should(load):
    settings = load(SITE_URL="https://study.example")
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["LISTEN"] == ("127.0.0.1", 8000)


def test_http_on_a_private_network_works_without(load):
    settings = load(SITE_URL="http://192.168.1.5:8080")
    assert not settings["SESSION_COOKIE_SECURE"]
    assert not settings["SECURE_SSL_REDIRECT"]
    assert "192.168.1.5" in settings["ALLOWED_HOSTS"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["http://192.168.1.5:8080"]
    assert settings["LISTEN"] == ("192.168.1.5", 8080)


def test_further_hosts_are_trusted_too(load):
    settings = load(SITE_URL="https://study.example", ALLOWED_HOSTS="b.example, .c.example")
    assert {"b.example", ".c.example", "127.0.0.1"} <= set(settings["ALLOWED_HOSTS"])
    assert settings["CSRF_TRUSTED_ORIGINS"][1:] == ["https://b.example", "https://*.c.example"]


def test_an_ipv6_address_is_a_site(load):
    settings = load(SITE_URL="http://[fd00::1]:8000")
    assert settings["ALLOWED_HOSTS"][0] == "[fd00::1]"
    assert settings["LISTEN"] == ("fd00::1", 8000)


def test_debugging_is_off_unless_asked_for(load):
    assert load()["DEBUG"] is False
    assert load(DEBUG="on")["DEBUG"] is True


def test_a_blank_value_is_no_value(load):
    assert load(SITE_URL=" ", DATABASE_URL="")["SITE_URL"] == "http://127.0.0.1:8000"


def test_the_database_is_a_file_in_the_data_folder_by_default(load, tmp_path):
    database = load()["DATABASES"]["default"]
    assert database["NAME"] == tmp_path / "data" / "db.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_an_sqlite_address_is_relative_with_three_slashes_and_absolute_with_four(load):
    relative = load(DATABASE_URL="sqlite:///var/my%20texts.db")["DATABASES"]["default"]
    absolute = load(DATABASE_URL="sqlite:////srv/texts.db")["DATABASES"]["default"]
    assert relative["NAME"] == ROOT / "var" / "my texts.db"
    assert absolute["NAME"] == Path("/srv/texts.db")


def test_every_part_of_a_postgresql_address_is_decoded(load):
    url = (
        "postgres://us%40er:p%2Fw%3A%25@db.example:6432/na%20me?sslmode=require&options=-c%20x%3D1"
    )
    database = load(DATABASE_URL=url)["DATABASES"]["default"]
    assert (database["USER"], database["PASSWORD"]) == ("us@er", "p/w:%")
    assert (database["HOST"], database["PORT"]) == ("db.example", "6432")
    assert database["NAME"] == "na me"
    assert database["OPTIONS"] == {"sslmode": "require", "options": "-c x=1"}


def test_the_host_may_be_the_folder_of_a_socket(load):
    database = load(DATABASE_URL="postgresql://me@%2Frun%2FPg/x")["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"]) == ("/run/Pg", "")


def test_the_key_is_made_once_and_only_its_owner_can_read_it(load, tmp_path):
    first, second = load()["SECRET_KEY"], load()["SECRET_KEY"]
    file = tmp_path / "data" / "secret_key"
    assert first == second == file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


def test_a_key_that_others_could_read_is_closed_to_them(load, tmp_path):
    load()
    file = tmp_path / "data" / "secret_key"
    file.chmod(0o644)
    load()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_empty_key_file_is_refused(load, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").touch()
    with pytest.raises(ImproperlyConfigured, match="secret_key"):
        load()


def test_a_data_folder_that_cannot_be_made_is_named(load, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match=r"^DATA_DIR must be"):
        load(DATA_DIR=str(tmp_path / "file" / "data"))


def test_processes_that_start_together_share_one_key(tmp_path):
    code = "from config.settings import SECRET_KEY; print(SECRET_KEY)"
    environment = {"DATA_DIR": str(tmp_path / "data")}
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE
        )
        for _ in range(6)
    ]
    keys = {racer.communicate()[0] for racer in racers}
    assert len(keys) == 1
    assert keys != {b""}


def test_without_a_mail_server_nothing_is_sent(load):
    site = load()
    assert not site["EMAIL_HOST"]
    assert site["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtps://a%40b.example:p%2Fw@mail.example",
            ("mail.example", 465, "a@b.example", "p/w", True, False),
        ),
        ("smtp://mail.example", ("mail.example", 587, "", "", False, True)),
        ("smtp://mail.example:2525", ("mail.example", 2525, "", "", False, True)),
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
    ],
)
def test_mail_goes_encrypted_to_any_server_but_one_on_this_machine(load, url, server):
    site = load(EMAIL_URL=url, MAIL_FROM="Study <study@school.example>")
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(site[f"EMAIL_{name}"] for name in names) == server
    assert site["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert site["DEFAULT_FROM_EMAIL"] == "Study <study@school.example>"
