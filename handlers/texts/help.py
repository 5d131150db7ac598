"""How people are greeted, let in, and helped on."""

import re

from handlers import menus, press
from handlers.texts.html import bold, escape
from storage.outbox import Button, Message
from storage.roles import Role

Rows = tuple[tuple[Button, ...], ...]
TRY = (
    "Forward me an article, or paste its text. I list the claims in it that can be checked: "
    "figures, dates, and who said what. And I tell you what this desk already knows about them."
)

ROLE_LINES = {
    Role.REQUESTER: "",
    Role.REVIEWER: "You are a reviewer: open a claim and press “Is it true?” to check it.",
    Role.EDITOR: "You are an editor: you review, and you can correct what is published.",
    Role.ADMIN: "You are an admin. /invite brings in a reviewer.",
}

NOT_TEXT = "I read text: a message, a caption, or an article you paste. This one holds none."
FILE = "I cannot open files yet. Open it, and paste its text here."
LINK = "I cannot open links yet. Open it, and paste the article’s text here."
TOO_LONG = "That is more than 200,000 characters. Send it in parts, please."
STALE_BUTTON = "This button is too old. Send /start."
UNKNOWN_COMMAND = "I do not know that command. /help lists what I do."
JOIN_FAILED = (
    "This invitation does not work: it was used already, or it is older than seven days. Ask for a new one."
)
ASKED = "Noted. You hear from us when it is checked."
FOLLOWED_VERDICT = "Noted. You hear from us if this changes."
FOLLOWED_CLAIM = "You hear from us here when this claim is checked, or when the check changes."
FOLLOWED = "You hear from us here when the first claims of that article are checked."
EDITED = "I read the first version. If the text changed, send it again."
MISSED = (
    "Which sentence did I miss? Send it as it stands in the article, or reply to the article and quote it there. "
    "It becomes a claim of the article, and the desk is asked to check it."
)
HOW_TO_CLAIM = "Write /claim and the sentence, as a reply to your article. Or /claim and a claim's number."
NOT_IN_ARTICLE = (
    "I do not find that in the article. Copy the sentence as it stands there, and send it as a reply to the article. "
    "If it is something else, send it once more by itself."
)
PRIVATE_ONLY = "That is for our private chat."
IN_PRIVATE = "I have written to you in our private chat: there it is between the two of us."
FAILED = "Sorry, I could not read this text: {reason}. The desk has been told. You can send it again."


GREETINGS = frozenset({"hi", "hello", "hey", "hallo", "hola", "salut", "bonjour", "morning", "evening"})
THANKS = frozenset({"thanks", "thank", "thx", "merci", "danke", "gracias"})


def too_short(text: str) -> str:
    """For a few words that are no article."""
    said = set(re.findall(r"\w+", text.lower()))
    if said & THANKS:
        return "You are welcome. Send me the next article whenever you like."
    return ("Hello. " if said & GREETINGS else "That is very short. ") + TRY


def welcome(desk: str, role: str, bot_name: str, begin: Rows = ()) -> Message:
    lines = [
        f"{bold('Hello.')} I am the fact-checking assistant of {escape(desk)}.",
        "",
        TRY,
        "",
        f"In any chat, type @{escape(bot_name)} and a few words to find what was checked.",
        *_role(role),
        "",
        "/help says more.",
    ]
    return Message("\n".join(lines), begin)


def first_steps(claim_id: int, total: int) -> Rows:
    """For somebody who can check claims: the one to begin with, and the rest of them."""
    rest = (press.button(f"All {total} open claims", "queue", 0, ""),) if total > 1 else ()
    return tuple(
        row for row in ((press.button(f"Start with claim {claim_id}", "card", claim_id, 0, 0),), rest) if row
    )


def how_it_works(desk: str, role: str, bot_name: str, person_id: int) -> Message:
    lines = [
        bold("What I do"),
        "• You send an article. I answer with its claims, those to check first on top.",
        "• Press a number to see a claim in its sentence, and what is known about it.",
        "• I missed a sentence? Press “Missed one?”, or reply to your article and quote it.",
        f"• The reviewers of {escape(desk)} check claims. You hear of each result.",
        f"• @{escape(bot_name)} words, in any chat, finds what is checked.",
        "",
        "No earlier check means just that. It never means that a claim is true.",
        *_role(role),
        "",
        bold("Commands"),
        *(f"/{name}: {description}" for name, description in menus.BY_ROLE[Role(role)] or menus.READER),
        "",
        "I keep the texts you send and your name; /privacy says what for.",
        f"Your Telegram id is {person_id}.",
    ]
    return Message("\n".join(lines))


def private_only(link: str) -> Message:
    """For a group: who answers there answers before everybody."""
    return Message(PRIVATE_ONLY, ((Button("Open it", url=link),),))


def joined(desk: str, role: Role, begin: Rows) -> Message:
    """`begin` are the buttons that lead to open claims, where there are any."""
    first = (
        "Open a claim" if begin else "Nothing is open at present, so send me an article and press a number"
    )
    lines = [
        f"{bold('Welcome.')} You are now {article_for(role)} {role} of {escape(desk)}.",
        "",
        f"{first}. Then press “Is it true?”, choose a rating, and send your reason with a link, in one message. "
        "You see everything before it is published.",
        "",
        "/queue shows what is open, /help says more.",
    ]
    return Message("\n".join(lines), begin)


def invitation(role: Role, link: str) -> Message:
    lines = [
        f"This link makes one person {article_for(role)} {role}. It works once, within seven days:",
        escape(link),
    ]
    return Message("\n".join(lines), ((Button("Open it", url=link),),))


def article_for(role: Role) -> str:
    return "an" if role in (Role.EDITOR, Role.ADMIN) else "a"


def _role(role: str) -> list[str]:
    line = ROLE_LINES[Role(role)]
    return ["", line] if line else []
