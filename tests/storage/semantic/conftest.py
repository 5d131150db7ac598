"""A model of meaning, loaded once."""

from pathlib import Path

import pytest

from storage.semantic.embedder import Embedder
from tests.semantic_model import installed, model_folder


@pytest.fixture(scope="session")
def embedder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not installed():
        pytest.skip("the dependency group `semantic` is not installed")
    return model_folder(tmp_path_factory.mktemp("embedder") / "model")


@pytest.fixture(scope="session")
def embedder(embedder_folder: Path) -> Embedder:
    return Embedder(embedder_folder)
