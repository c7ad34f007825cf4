"""The files in deploy/ and the recipes beside them: made by the program where it makes them, else known to be whole."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime, time
from pathlib import PurePosixPath, PureWindowsPath

import pytest
import yaml

from automation import cli
from automation.config import KEYS, ROOT, variable
from automation.model import Listing, Verdict
from automation.reports import prometheus
from automation.result import PortalInfo
from automation.schedule import crontab, launchd, systemd, task_scheduler
from automation.schedule.job import Job
from tests.unit.reports.test_prometheus import LIVE, read, run

DEPLOY = ROOT / "deploy"
RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
FILES = sorted(path.name for path in DEPLOY.iterdir())
UNIX = Job(
    program=PurePosixPath("/opt/igot/igot"),
    words=("smoke", "--alarm", "on-change"),
    folder=PurePosixPath("/opt/igot"),
    at=time(8, 30),
    weekdays=True,
    environment={"HOME": "/home/itcell", "PATH": "/usr/local/bin:/usr/bin:/bin"},
)
WINDOWS = Job(
    program=PureWindowsPath(r"C:\igot\igot.cmd"),
    words=UNIX.words,
    folder=PureWindowsPath(r"C:\igot"),
    at=UNIX.at,
    weekdays=True,
)


def generated() -> dict[str, bytes]:
    """What `igot schedule install --at 08:30 --weekdays --alarm on-change` writes for an igot in a usual place.

    After a change there: `for name, content in generated().items(): (DEPLOY / name).write_bytes(content)`.
    """
    task = task_scheduler.task(WINDOWS, datetime(2026, 1, 1, tzinfo=UTC))
    texts = {
        "crontab": crontab.lines(UNIX),
        **systemd.units(UNIX),
        f"{launchd.LABEL}.plist": launchd.agent(UNIX, "/home/itcell/Library/Logs/igot.log"),
    }
    return {name: text.encode() for name, text in texts.items()} | {"igot-task.xml": task_scheduler.content(task)}


def text(name):
    content = (DEPLOY / name).read_bytes()
    return content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8")


def loaded(name):
    return json.loads(text(name)) if name.endswith(".json") else list(yaml.safe_load_all(text(name)))


@pytest.mark.parametrize(("name", "content"), generated().items())
def test_what_the_program_writes_is_what_stands_there(name, content):
    assert (DEPLOY / name).read_bytes() == content


def test_every_file_has_a_recipe_and_every_recipe_its_files():
    assert sorted(set(re.findall(r"\(\.\./deploy/([^)]+)\)", RECIPES))) == FILES


# ---------------------------------------------------------------------------------------------------- the command lines

COMMAND = re.compile(r"""(?:\./|/opt/igot/|C:\\igot\\|/var/lib/igot )igot(?:\.cmd"?)? ((?:"[^"\n]*"|[^\n'"`|;&)#])+)""")


def commands(source):
    """The words after each ./igot of a text; a line that ends with a backslash goes on."""
    for found in COMMAND.finditer(re.sub(r"\\\n\s*", "", source)):
        yield shlex.split(found[1])


def everywhere():
    sources = {**{f"deploy/{name}": text(name) for name in FILES}, "docs/recipes.md": RECIPES}
    for name, source in sources.items():
        for words in commands(source):
            if words != ["--version"]:
                yield pytest.param(words, id=f"{name}: {' '.join(words)}")
    yield pytest.param(cronjob_container()["args"], id="kubernetes-cronjob.yaml")
    yield pytest.param(json.loads(text("Containerfile").rpartition("CMD ")[2]), id="Containerfile")


def cronjob_container():
    job = loaded("kubernetes-cronjob.yaml")[1]
    return job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]


@pytest.mark.parametrize("words", list(everywhere()))
def test_the_program_takes_every_command_line(words):
    given, rest = cli.parser().parse_known_args([word for word in words if word not in {"$@", "…"}])
    if rest:
        assert given.module == "schedule"
        cli.parser().parse_args(["smoke", *rest])


@pytest.mark.parametrize("name", [name for name in FILES if name not in {"seccomp.json", "grafana-dashboard.json"}])
def test_every_file_runs_the_program_or_reads_its_figures(name):
    runs = any(commands(text(name))) or name in {"Containerfile", "kubernetes-cronjob.yaml", "igot.timer"}
    assert runs or "igot" in (DEPLOY / name).read_text(encoding="utf-16" if name.endswith(".xml") else "utf-8")


# ---------------------------------------------------------------------------------------------------------- the figures


def figures():
    """Every name of a figure, with the values of its labels, that a run can tell."""
    known: dict[str, dict[str, set[str]]] = {}
    for result in (
        run([*Verdict], [*Listing]),
        run([*Verdict], [*Listing], portal=PortalInfo(url="x", rehearsal=True)),
    ):
        for name, samples in read(result).items():
            for labels, _ in samples:
                for label, value in labels.items():
                    known.setdefault(name, {}).setdefault(label, set()).add(value)
    return known


@pytest.mark.parametrize("name", ["grafana-dashboard.json", "prometheus-alerts.yml"])
def test_every_figure_and_label_that_is_read_is_told_by_a_run(name):
    known, source = figures(), text(name).replace('\\"', '"')
    named = re.findall(r"\b(igot_\w+)(?:\{([^}]*)\})?", source)
    assert named
    for figure, selector in named:
        assert figure in known
        for label, _, value in re.findall(r'(\w+)(=~|=)"([^"]*)"', selector):
            assert label in known[figure]
            assert value.startswith("$") or set(value.split("|")) <= known[figure][label]
    for labels in re.findall(r"(?:by|on) \(([^)]+)\)", source):
        assert {each.strip() for each in labels.split(",")} <= {*known["igot_step_verdict"], "instance"}
    for label in re.findall(r"\$labels\.(\w+)|\{\{(\w+)\}\}", source):
        assert "".join(label) in set().union(*known.values())


def test_the_dashboard_tells_every_verdict_by_its_number():
    words = [
        {
            int(number): each["text"]
            for number, each in panel["fieldConfig"]["defaults"]["mappings"][0]["options"].items()
        }
        for panel in loaded("grafana-dashboard.json")["panels"]
        if "verdict" in panel["targets"][0]["expr"]
    ]
    assert words == [
        {
            number: str(verdict).replace("needs_", "needs a ").replace("_", " ")
            for verdict, number in prometheus.NUMBERS.items()
        }
    ] * len(words)


def test_the_dashboard_is_one_that_grafana_takes():
    board = loaded("grafana-dashboard.json")
    assert {"title", "uid", "schemaVersion", "panels", "templating", "time"} <= board.keys()
    variables = {each["name"] for each in board["templating"]["list"]}
    assert set(re.findall(r"\$\{?(\w+)", text("grafana-dashboard.json"))) == variables
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    for panel in board["panels"]:
        assert {"type", "title", "gridPos", "targets", "datasource", "fieldConfig", "options"} <= panel.keys()
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
        assert all({"refId", "expr"} <= target.keys() for target in panel["targets"])


def test_the_alarms_are_ones_that_prometheus_takes():
    (content,) = loaded("prometheus-alerts.yml")
    for rule in content["groups"][0]["rules"]:
        assert {"alert", "expr", "labels", "annotations"} == rule.keys()
        assert re.fullmatch(r"[A-Z]\w+", rule["alert"])
        for opening, closing in ("()", "{}", "[]"):
            assert rule["expr"].count(opening) == rule["expr"].count(closing)


def test_zabbix_reads_the_figures_that_are_there():
    told = prometheus.render(run([Verdict.BROKEN, *[Verdict.AS_DOCUMENTED] * 2], [Listing.MISSING, Listing.LISTED]))
    wanted = {
        "igot.run": {
            "exit_code": "1.0",
            "verdict": "4.0",
            "timestamp_seconds": "1.767303245e+09",
            "duration_seconds": "12.5",
        },
        "igot.step": {"step-1": "4.0", "step-3": "0.0"},
        "igot.departments": {"missing": "1.0", "listed": "1.0", "hidden": "0.0"},
    }
    lines = dict(
        re.findall(
            r"^UserParameter=([\w.]+)\[\*\],sed -n 's/(.+) //p' \S+$", text("zabbix-userparameter.conf"), re.MULTILINE
        )
    )
    assert lines.keys() == wanted.keys()
    for key, values in wanted.items():
        for parameter, value in values.items():
            pattern = re.compile(lines[key].replace("$1", parameter).replace("{", r"\{").replace("}", r"\}") + " ")
            found = [pattern.sub("", line) for line in told.splitlines() if pattern.match(line)]
            assert found == [value]
    for item, parameter in re.findall(r"(igot\.\w+)\[([\w-]+)\]", text("zabbix-userparameter.conf")):
        assert parameter in wanted[item]


# ----------------------------------------------------------------------------------------------------- build servers


def cron(line):
    """The five fields of a line of cron."""
    found = re.fullmatch(r"(H\(25-35\)|\d+) (\d+) \* \* 1-5", line)
    assert found
    return found[1], found[2]


def test_gitlab_runs_it_on_a_schedule_and_keeps_the_report():
    (content,) = loaded("gitlab-ci.yml")
    (job,) = content.values()
    assert {"image", "rules", "script", "artifacts", "cache", "allow_failure", "timeout"} <= job.keys()
    assert job["artifacts"]["when"] == "always"
    assert job["artifacts"]["reports"]["junit"] in job["script"][0]


def test_github_runs_it_at_half_past_eight_in_delhi():
    (content,) = loaded("github-actions.yml")
    assert {"name", "permissions", "concurrency", "jobs"} <= content.keys()
    when = content[True]["schedule"][0]["cron"]  # YAML 1.1 takes the word on for true
    assert cron(when) == ("0", "3")
    (job,) = content["jobs"].values()
    assert {"runs-on", "timeout-minutes", "steps"} <= job.keys()
    assert all(("uses" in step) != ("run" in step) for step in job["steps"])
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step)


def test_the_project_is_tested_on_each_system_and_python_that_it_is_for():
    content = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8"))
    assert content["permissions"] == {"contents": "read"}
    assert content["concurrency"]["cancel-in-progress"] is True
    assert content[True].keys() == {"push", "pull_request", "workflow_dispatch"}
    (job,) = content["jobs"].values()
    assert set(job["strategy"]["matrix"]["os"]) == {"ubuntu-latest", "windows-latest", "macos-latest"}
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    steps = job["steps"]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
    scripts = {each.get("os", ""): each["igot"] for each in job["strategy"]["matrix"]["include"]}
    assert all((ROOT / script.replace("\\", "/")).is_file() for script in scripts.values())
    for line in (step["run"] for step in steps if "run" in step):
        command, *words = line.replace("${{ matrix.igot }}", "igot").split()
        given = cli.parser().parse_known_args(words)[0]
        assert (command, given.module) in {("igot", "smoke"), ("igot", "test")}
    (upload,) = [step for step in steps if "upload-artifact" in step.get("uses", "")]
    assert (upload["if"], "runs/" in upload["with"]["path"]) == ("failure()", True)


def test_jenkins_has_a_pipeline_that_is_whole():
    source = re.sub(r"//.*", "", text("Jenkinsfile"))
    for opening, closing in ("()", "{}", "[]"):
        assert source.count(opening) == source.count(closing)
    assert re.match(r"\s*pipeline \{", source)
    for section in ("agent any", "triggers {", "stages {", "stage('", "steps {", "post {", "always {"):
        assert section in source
    assert cron(re.findall(r"cron\('TZ=Asia/Kolkata\\n(.+)'\)", source)[0]) == ("H(25-35)", "8")


def test_gitlab_takes_as_many_shards_as_it_has_runners_and_puts_all_together():
    (content,) = loaded("gitlab-ci-shards.yml")
    look, merge = content["look-at-the-portal"], content["put-together"]
    assert look["parallel"] == 5
    assert "--shard $CI_NODE_INDEX/$CI_NODE_TOTAL " in look["script"][0]
    assert (merge["needs"], merge["when"]) == (["look-at-the-portal"], "always")
    assert look["artifacts"]["paths"][0] in merge["script"][0]
    assert 1 in look["allow_failure"]["exit_codes"]
    assert 1 not in merge["allow_failure"]["exit_codes"]


def test_jenkins_puts_together_the_shards_that_it_has_made():
    source = re.sub(r"//.*", "", text("Jenkinsfile-shards"))
    for opening, closing in ("()", "{}", "[]"):
        assert source.count(opening) == source.count(closing)
    assert re.findall(r"values '(.+)'", source)[0].split("', '") == list("12345")
    assert "--shard $SHARD/5 " in source
    assert "(1..5).each { unstash" in source
    assert source.index("unstash") < source.index("./igot merge shard-*.json")


def test_a_job_has_a_pod_for_each_shard_and_one_that_puts_them_together():
    look, merge = loaded("kubernetes-indexed-job.yaml")
    assert (look["spec"]["completionMode"], look["spec"]["completions"]) == ("Indexed", 5)
    for job in (look, merge):
        pod, usual = (
            job["spec"]["template"]["spec"],
            loaded("kubernetes-cronjob.yaml")[1]["spec"]["jobTemplate"]["spec"],
        )
        (container,) = pod["containers"]
        assert pod["securityContext"] == usual["template"]["spec"]["securityContext"]
        for key in ("image", "securityContext", "resources", "volumeMounts"):
            assert container[key] == cronjob_container()[key]
        assert {each["name"] for each in container["volumeMounts"]} == {each["name"] for each in pod["volumes"]}
    scripts = [job["spec"]["template"]["spec"]["containers"][0]["args"][0] for job in (look, merge)]
    assert "--shard $shard/5 " in scripts[0]
    assert "/var/lib/igot/shard-*.json" in scripts[1]
    assert f"-l step={merge['metadata']['labels']['step']} " in text("kubernetes-indexed-job.yaml")


# ------------------------------------------------------------------------------------------------------- the container


def test_the_pod_may_nothing_that_it_does_not_need():
    claim, job = loaded("kubernetes-cronjob.yaml")
    assert (claim["kind"], job["apiVersion"], job["kind"]) == ("PersistentVolumeClaim", "batch/v1", "CronJob")
    assert {"schedule", "timeZone", "concurrencyPolicy", "jobTemplate"} <= job["spec"].keys()
    assert cron(job["spec"]["schedule"]) == ("30", "8")
    pod, container = job["spec"]["jobTemplate"]["spec"]["template"]["spec"], cronjob_container()
    assert pod["restartPolicy"] == "Never"
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"] == {
        "readOnlyRootFilesystem": True,
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {each["name"] for each in container["volumeMounts"]} == {each["name"] for each in pod["volumes"]}
    assert str(pod["securityContext"]["runAsUser"]) in text("Containerfile")
    assert "/var/lib/igot" in {each["mountPath"] for each in container["volumeMounts"]}


def test_the_image_runs_as_a_user_with_settings_that_exist():
    lines = re.sub(r"\\\n\s*", "", text("Containerfile")).splitlines()
    steps = [line.split(" ", 1) for line in lines if line and not line.startswith("#")]
    words = {word for word, _ in steps}
    assert words <= {"FROM", "WORKDIR", "ENV", "COPY", "RUN", "VOLUME", "USER", "ENTRYPOINT", "CMD"}
    users = [rest for word, rest in steps if word == "USER"]
    assert users
    assert users[-1].split(":")[0] not in {"0", "root"}
    settings = re.findall(r"\b(IGOT_\w+)=", text("Containerfile"))
    assert set(settings) <= {variable(key) for key in KEYS}
    for path in [each for word, rest in steps if word == "COPY" for each in rest.split()[:-1]]:
        assert (ROOT / path).exists()


def test_the_sandbox_of_the_browser_is_let_through_and_what_nobody_needs_is_not():
    profile = loaded("seccomp.json")
    refused = {name for rule in profile["syscalls"] if rule["action"] == "SCMP_ACT_ERRNO" for name in rule["names"]}
    assert not refused & {"clone", "clone3", "unshare", "setns", "chroot", "prctl", "seccomp"}
    assert {"mount", "bpf", "kexec_load", "init_module", "ptrace_never", "keyctl"} - refused == {"ptrace_never"}


def test_no_file_names_this_portal_a_person_or_a_secret():
    assert LIVE.url
    for name in FILES:
        assert not re.search(r"@(?!v\d)\w|://(?!schemas\.microsoft|www\.apple\.com)", text(name).replace("$@", "")), (
            name
        )
