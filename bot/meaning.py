"""The model of meaning that CLAIMDESK_EMBEDDER names."""

from bot.settings import Settings, SettingsError
from storage.semantic.embedder import Embedder, EmbedderError


def load_embedder(settings: Settings) -> Embedder | None:
    """The model, loaded; None where the setting is empty. Raises SettingsError where it cannot be used."""
    if settings.embedder is None:
        return None
    try:
        return Embedder(settings.embedder)
    except EmbedderError as error:
        raise SettingsError(f"CLAIMDESK_EMBEDDER: {error}") from None
