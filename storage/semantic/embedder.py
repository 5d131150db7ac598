"""Runs a sentence-transformers model: texts in, vectors of length 1 out.

The usual recipe (Reimers and Gurevych 2019, https://arxiv.org/abs/1908.10084): the mean of the vectors of a text's
tokens, each counted where the attention mask says so. A model that pools by itself is taken at its word.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

RECIPE = b"mean-1"  # part of a model's name: raise it when the same files would give other vectors
FILES = ("model.onnx", "tokenizer.json")
PACKAGES = ("onnxruntime", "tokenizers", "numpy")  # of the extra `semantic`
POOLED = (
    "sentence_embedding",
    "last_hidden_state",
    "token_embeddings",
)  # outputs, the one we like best first
LONGEST = 256  # tokens, where the tokenizer sets no limit: a claim is a sentence
BATCH = 8  # texts of about the same length; more gain no time and take more memory


class EmbedderError(ValueError):
    """CLAIMDESK_EMBEDDER names nothing that can be used; the message says what is missing."""


class Embedder:
    """A model in memory. `vectors` may be called from several threads."""

    def __init__(self, folder: Path) -> None:
        """Loads the model of a folder. Raises EmbedderError."""
        self.model = model_name(folder)
        """Tells this model from any other: 16 hexadecimal digits."""
        import numpy as np  # noqa: PLC0415 - only desks with a model have these
        import onnxruntime  # noqa: PLC0415
        import tokenizers  # noqa: PLC0415

        model, tokenizer = (folder / name for name in FILES)
        self._np = np
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # leave the other cores to the desk
        options.enable_cpu_mem_arena = False
        try:
            self._session = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its errors have no base class of their own
            raise EmbedderError(f"{model} cannot be read as an ONNX model") from error
        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
        except Exception as error:
            raise EmbedderError(f"{tokenizer} cannot be read as a tokenizer") from error
        self._tokenizer.no_padding()
        if self._tokenizer.truncation is None:
            self._tokenizer.enable_truncation(LONGEST)
        self._takes = {each.name for each in self._session.get_inputs()}
        gives = [each.name for each in self._session.get_outputs()]
        self._gives = next((name for name in POOLED if name in gives), gives[0])
        try:
            self.vectors(["A first text shows whether the two files belong together."])
        except Exception as error:
            raise EmbedderError(f"{' and '.join(FILES)} in {folder} do not work together") from error

    def vectors(self, texts: Sequence[str]) -> Any:
        """One row of length 1 for each text, as a numpy array of 32-bit floats."""
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))
        rows: list[Any] = [None] * len(texts)
        for batch in _batches(order):
            for i, row in zip(batch, self._run([encoded[i] for i in batch]), strict=True):
                rows[i] = row
        return self._np.stack(rows)

    def _run(self, encoded: Sequence[Any]) -> Any:
        np = self._np
        longest = max(len(each.ids) for each in encoded)
        tokens, mask, kinds = np.zeros((3, len(encoded), longest), np.int64)
        for row, each in enumerate(encoded):
            length = len(each.ids)
            tokens[row, :length], mask[row, :length], kinds[row, :length] = each.ids, 1, each.type_ids
        known = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": kinds}
        found = self._session.run([self._gives], {name: known[name] for name in self._takes})[0]
        if found.ndim == 3:  # a vector for each token
            found = (found * mask[..., None]).sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.maximum(length, 1e-9)).astype(np.float32)


def _batches(order: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


def check_folder(folder: Path) -> None:
    """Whether a folder could be used, without reading it. Raises EmbedderError."""
    if not folder.is_dir():
        raise EmbedderError(f"there is no folder {folder}")
    for name in FILES:
        if not (folder / name).is_file():
            raise EmbedderError(f"{folder} holds no {name}; it takes {' and '.join(FILES)} of one model")
    for package in PACKAGES:
        if find_spec(package) is None:
            raise EmbedderError(
                f"the package {package} is not installed; `make semantic` installs what it takes"
            )


def model_name(folder: Path) -> str:
    """Tells the model in a folder from any other. Raises EmbedderError."""
    check_folder(folder)
    digest = sha256(RECIPE)
    for name in FILES:
        with (folder / name).open("rb") as file:
            while part := file.read(1 << 20):
                digest.update(part)
    return digest.hexdigest()[:16]
