"""Texts to vectors: what is near, and what is said of a folder that cannot be used."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.semantic.embedder import Embedder, EmbedderError, model_name
from storage.semantic.vectors import pack

PAIRS = [
    # a text, the same in other words, something else
    ("The physician was sacked.", "A doctor lost his job.", "The mayor of Ghent owns three castles."),
    ("Children can no longer read.", "Kids are unable to read any more.", "A tunnel at Spa was closed."),
    ("The automobile burst into flames.", "A car caught fire.", "A doctor lost his job."),
]


@pytest.mark.parametrize(("text", "same", "other"), PAIRS)
def test_the_same_in_other_words_is_nearer_than_something_else(
    embedder: Embedder, text: str, same: str, other: str
) -> None:
    vectors = embedder.vectors([text, same, other])
    assert vectors[0] @ vectors[1] > 0.5
    assert vectors[0] @ vectors[2] < 0.3


def test_vectors_have_length_one_whatever_the_text(embedder: Embedder) -> None:
    texts = ["", " ", "word " * 5_000, "🎉", "一二三", "\x00", "A car caught fire."]
    for vector in embedder.vectors(texts):
        assert vector @ vector == pytest.approx(1, abs=1e-4)


def test_a_text_has_the_same_vector_alone_and_among_others(embedder: Embedder) -> None:
    (alone,) = embedder.vectors(["A car caught fire."])
    among = embedder.vectors(["word " * 50, "A car caught fire.", *(["short"] * 10)])
    assert alone @ among[1] == pytest.approx(1, abs=1e-3)


def test_bytes_keep_the_direction(embedder: Embedder) -> None:
    numpy = pytest.importorskip("numpy")
    vectors = embedder.vectors([text for pair in PAIRS for text in pair])
    packed = [numpy.frombuffer(pack(vector), numpy.int8).astype("float32") for vector in vectors]
    for vector, small in zip(vectors, packed, strict=True):
        assert vector @ small / numpy.linalg.norm(small) > 0.999


def test_a_model_has_a_name_of_its_own(embedder_folder: Path, tmp_path: Path) -> None:
    assert model_name(embedder_folder) == Embedder(embedder_folder).model
    other = tmp_path / "other"
    other.mkdir()
    (other / "model.onnx").symlink_to((embedder_folder / "model.onnx").resolve())
    (other / "tokenizer.json").write_text(
        (embedder_folder / "tokenizer.json").read_text(encoding="utf-8") + " ", encoding="utf-8"
    )
    assert model_name(other) != model_name(embedder_folder)


def no_folder(folder: Path) -> None:
    folder.rmdir()


def no_model(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")


def no_tokenizer(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"model")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_folder, "there is no folder {folder}"),
        (no_model, "{folder} holds no model.onnx; it takes model.onnx and tokenizer.json of one model"),
        (
            no_tokenizer,
            "{folder} holds no tokenizer.json; it takes model.onnx and tokenizer.json of one model",
        ),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, spoil: Callable[[Path], None], said: str) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    spoil(folder)
    with pytest.raises(EmbedderError) as error:
        Embedder(folder)
    assert str(error.value) == said.format(folder=folder)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("model.onnx", "model.onnx cannot be read as an ONNX model"),
        ("tokenizer.json", "tokenizer.json cannot be read as a tokenizer"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    embedder_folder: Path, tmp_path: Path, name: str, said: str
) -> None:
    for path in embedder_folder.iterdir():
        (tmp_path / path.name).symlink_to(path.resolve())
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(EmbedderError, match=said):
        Embedder(tmp_path)


def test_a_missing_package_is_named_with_the_way_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.onnx").write_bytes(b"model")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EmbedderError, match="package onnxruntime is not installed; `make semantic` installs"):
        Embedder(tmp_path)
