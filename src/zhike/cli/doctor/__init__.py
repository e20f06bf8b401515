"""`zhike doctor`: what is wrong with this installation, and what to do about it."""

import json
import os
from argparse import Namespace
from pathlib import Path

from zhike.cli.doctor import machine, mail
from zhike.cli.doctor.finding import Finding, State
from zhike.config.environment import load
from zhike.config.values import BadSetting
from zhike.phrases import Phrase, chinese, say

SIGNS = {State.GOOD: "✓", State.DOUBTFUL: "!", State.BAD: "✗"}


def run(arguments: Namespace) -> int:
    findings = examine(network=arguments.network)
    for finding in findings:
        print(f"{SIGNS[finding.state]} {say(finding.said)}")
        if finding.remedy:
            print(f"    → {say(finding.remedy)}")
    healthy = all(finding.state != State.BAD for finding in findings)
    if arguments.json:
        checks = [finding.as_dict() for finding in findings]
        print(json.dumps({"healthy": healthy, "checks": checks}, ensure_ascii=False))
    elif healthy:
        print(chinese("Nothing keeps Zhike from running."))
    return 0 if healthy else 1


def examine(*, network: bool = False) -> list[Finding]:
    """Make every check that is possible; without sound settings the database cannot be asked.

    Other machines than the database's are asked only with `network`.
    """
    try:
        settings = load(os.environ)
    except BadSetting as bad:
        said = Phrase("A setting cannot be understood.")
        return [Finding("settings", State.BAD, said, bad.phrase), *_without_settings()]
    return [
        *machine.settings_are_safe(settings),
        machine.variables_are_known(os.environ),
        machine.directory_is_writable(settings.data_dir),
        machine.disk_has_room(settings.data_dir),
        *machine.backups_can_be_written(settings.backup_dir),
        *machine.exports_can_be_written(settings.export_dir),
        mail.can_be_sent(settings, network=network),
        *_without_settings(),
        *_database(settings.data_dir),
    ]


def _without_settings() -> list[Finding]:
    return [
        machine.versions_are_told(),
        machine.pages_are_built(),
        machine.texts_are_compiled(),
        machine.time_zone_is_known(),
        machine.sqlite_is_new_enough(),
        machine.clock_is_plausible(),
    ]


def _database(data_dir: Path) -> list[Finding]:
    """Import what needs Django last: a broken installation still gets the other answers."""
    try:
        from zhike.cli.doctor import backups, database

        half_restored = backups.nothing_is_half_restored(data_dir)
        return [half_restored] if half_restored else database.examine(data_dir)
    except Exception as error:  # whatever it is, the owner must read it here
        said = Phrase("The program itself does not start (%(reason)s).", {"reason": f"{type(error).__name__}: {error}"})
        return [Finding("program", State.BAD, said, Phrase("Install Zhike again: pip install --force-reinstall zhike"))]
