"""The compose file and the image agree with the settings and with each other."""

import re

import yaml

from edu_lang_son.environment import BASE_DIR

COMPOSE = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {"web", "worker", "beat", "migrate"}


def names_read_by_the_settings():
    code = "".join(
        (BASE_DIR / "edu_lang_son" / name).read_text()
        for name in ("settings.py", "environment.py")
    )
    return set(
        re.findall(
            r"""(?:flag|number|required|words|one_of|get)\(\s*"([A-Z_]+)""", code
        )
    )


def test_every_service_has_a_health_check_except_the_one_that_ends():
    with_check = {
        name for name, service in SERVICES.items() if "healthcheck" in service
    }
    assert with_check == set(SERVICES) - {"migrate"}


def test_compose_passes_on_only_what_the_settings_read():
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= names_read_by_the_settings()


def test_compose_passes_on_what_the_settings_require():
    required = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS"}
    for name in OURS:
        assert required <= set(SERVICES[name]["environment"])


def test_every_volume_is_used_and_every_used_volume_declared():
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"])


def test_readme_names_every_variable_the_settings_read():
    readme = (BASE_DIR / "README.md").read_text()
    missing = {name for name in names_read_by_the_settings() if name not in readme}
    assert missing == set()


def test_the_image_does_not_run_as_root():
    users = re.findall(r"^USER (\S+)$", (BASE_DIR / "Dockerfile").read_text(), re.M)
    assert users == ["app"]
