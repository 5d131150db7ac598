"""The README's picture shows the conversation as it is today."""

from scripts.picture import PICTURE, picture, words


async def test_the_picture_is_true() -> None:
    assert words(PICTURE.read_text(encoding="utf-8")) == words(await picture()), "draw it anew: make picture"
