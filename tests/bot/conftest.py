"""The command line in a folder of the test's own."""

from pathlib import Path

import pytest

from tests.bot.command import Command


@pytest.fixture
def claimdesk(tmp_path: Path) -> Command:
    return Command(tmp_path)
