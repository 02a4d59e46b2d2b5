"""What the pages say, in each language that we know.

`{provider}` stands for the provider's name, `{application}` for yours, and `{person}` for the name that the person has
at the provider. In German `{application}` stands where a dative does.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """What is so, more of it, and what the person can do."""

    title: str
    text: str
    next: str


_AGAIN = "Go back to {application} and start again."
_TELL = "Go back to {application} and start again. If you see this once more, tell the people there."

ENGLISH = {
    "connected": Words("Connected", "{provider} is connected.", "You can close this window."),
    "connected_as": Words("Connected", "{provider} is connected as {person}.", "You can close this window."),
    "waiting": Words(
        "Almost done",
        "You allowed access to {provider}. It still has to be confirmed that this is your account.",
        "Go back to {application} and confirm it there within a few minutes. You can close this window.",
    ),
    "missing_state": Words(
        "This address is not complete", "A part of it is missing, so we cannot tell what you started.", _AGAIN
    ),
    "unknown_state": Words(
        "This link is not known",
        "It may be too old, or it was opened in another window after this one.",
        "Open the link again. If that does not help, go back to {application} and start again.",
    ),
    "expired": Words("This link has expired", "Links work for a few minutes only. Nothing was connected.", _AGAIN),
    "used": Words(
        "This link was used already",
        "Each link works once. If you have just connected, all is well and you can close this window.",
        "Otherwise, go back to {application} and start again.",
    ),
    "other_browser": Words(
        "This was not started in this browser",
        "You may have begun in another browser, or somebody sent you an address that is not meant for you.",
        "Go back to the browser in which you began, or start again from {application} in this one.",
    ),
    "wrong_path": Words(
        "This answer came to the wrong place",
        "{provider} sent you to an address that is meant for something else. Nothing was connected.",
        _TELL,
    ),
    "wrong_issuer": Words(
        "This answer came from the wrong place", "It does not come from {provider}. Nothing was connected.", _TELL
    ),
    "refused": Words(
        "Nothing was connected",
        "{provider} says that you did not allow access.",
        "If you want to connect after all, go back to {application} and start again.",
    ),
    "no_code": Words("Nothing was connected", "{provider} sent you back without an answer.", _AGAIN),
    "code_rejected": Words(
        "Please try again", "It took too long to get here from {provider}. Nothing was connected.", _AGAIN
    ),
    "other_user": Words(
        "You are somebody else at {provider}",
        "You are signed in at {provider} with another account than the one that is connected. Nothing was changed.",
        "Sign in at {provider} with the account that you used before, go back to {application} and start again.",
    ),
    "no_verifier": Words(
        "Please try again", "What you started here cannot be finished any more. Nothing was connected.", _AGAIN
    ),
    "other": Words("Nothing was connected", "We could not make sense of the answer of {provider}.", _TELL),
    "provider_unavailable": Words(
        "{provider} does not answer",
        "Nothing was connected.",
        "Wait a few minutes, then go back to {application} and start again.",
    ),
    "try_later": Words(
        "Please try again in a moment",
        "We cannot save connections just now.",
        "Open the link again. If it no longer works, go back to {application} and start again.",
    ),
    "failed": Words(
        "Something is wrong here",
        "It is not your fault. Nothing was connected.",
        "Tell the people at {application}: they can find out what is wrong.",
    ),
    "not_found": Words(
        "There is nothing here", "This address leads nowhere.", "Open the whole link, or go back to {application}."
    ),
    "not_allowed": Words(
        "This cannot be done here", "This address can only be opened in a browser.", "Open the link in a browser."
    ),
}

_NOCHMAL = "Gehen Sie zurück zu {application} und beginnen Sie dort noch einmal."
_MELDEN = _NOCHMAL + " Wenn Sie das noch einmal sehen, sagen Sie dort Bescheid."

GERMAN = {
    "connected": Words("Verbunden", "{provider} ist verbunden.", "Sie können dieses Fenster schließen."),
    "connected_as": Words(
        "Verbunden", "{provider} ist verbunden als {person}.", "Sie können dieses Fenster schließen."
    ),
    "waiting": Words(
        "Fast fertig",
        "Sie haben den Zugriff auf {provider} erlaubt. Es muss noch bestätigt werden, dass es Ihr Konto ist.",
        "Gehen Sie zurück zu {application} und bestätigen Sie es dort in den nächsten Minuten. Sie können dieses "
        "Fenster schließen.",
    ),
    "missing_state": Words(
        "Diese Adresse ist unvollständig",
        "Ein Teil davon fehlt, deshalb ist nicht zu erkennen, was Sie begonnen haben.",
        _NOCHMAL,
    ),
    "unknown_state": Words(
        "Dieser Link ist nicht bekannt",
        "Vielleicht ist er zu alt, oder er wurde danach in einem anderen Fenster geöffnet.",
        "Öffnen Sie den Link noch einmal. Hilft das nicht, gehen Sie zurück zu {application} und "
        "beginnen Sie dort noch einmal.",
    ),
    "expired": Words(
        "Dieser Link ist abgelaufen", "Links gelten nur wenige Minuten. Es wurde nichts verbunden.", _NOCHMAL
    ),
    "used": Words(
        "Dieser Link wurde schon benutzt",
        "Jeder Link gilt einmal. Wenn Sie gerade eben verbunden haben, ist alles gut und Sie können dieses Fenster "
        "schließen.",
        "Sonst gehen Sie zurück zu {application} und beginnen Sie dort noch einmal.",
    ),
    "other_browser": Words(
        "Das wurde nicht in diesem Browser begonnen",
        "Vielleicht haben Sie in einem anderen Browser begonnen, oder jemand hat Ihnen eine Adresse geschickt, die "
        "nicht für Sie bestimmt ist.",
        "Gehen Sie in den Browser zurück, in dem Sie begonnen haben, oder beginnen Sie in diesem noch einmal bei "
        "{application}.",
    ),
    "wrong_path": Words(
        "Diese Antwort kam am falschen Ort an",
        "{provider} hat Sie an eine Adresse geschickt, die für etwas anderes bestimmt ist. Es wurde nichts verbunden.",
        _MELDEN,
    ),
    "wrong_issuer": Words(
        "Diese Antwort kam vom falschen Ort", "Sie kommt nicht von {provider}. Es wurde nichts verbunden.", _MELDEN
    ),
    "refused": Words(
        "Es wurde nichts verbunden",
        "{provider} sagt, dass Sie den Zugriff nicht erlaubt haben.",
        "Wenn Sie doch verbinden wollen, gehen Sie zurück zu {application} und beginnen Sie dort noch einmal.",
    ),
    "no_code": Words("Es wurde nichts verbunden", "{provider} hat Sie ohne Antwort zurückgeschickt.", _NOCHMAL),
    "code_rejected": Words(
        "Bitte versuchen Sie es noch einmal",
        "Der Weg von {provider} hierher hat zu lange gedauert. Es wurde nichts verbunden.",
        _NOCHMAL,
    ),
    "other_user": Words(
        "Sie sind bei {provider} jemand anderes",
        "Sie sind bei {provider} mit einem anderen Konto angemeldet als dem, das verbunden ist. Es wurde nichts "
        "geändert.",
        "Melden Sie sich bei {provider} mit dem Konto an, das Sie vorher benutzt haben, gehen Sie zurück zu "
        "{application} und beginnen Sie dort noch einmal.",
    ),
    "no_verifier": Words(
        "Bitte versuchen Sie es noch einmal",
        "Was Sie hier begonnen haben, lässt sich nicht mehr abschließen. Es wurde nichts verbunden.",
        _NOCHMAL,
    ),
    "other": Words("Es wurde nichts verbunden", "Die Antwort von {provider} war nicht zu verstehen.", _MELDEN),
    "provider_unavailable": Words(
        "{provider} antwortet nicht",
        "Es wurde nichts verbunden.",
        "Warten Sie ein paar Minuten, gehen Sie dann zurück zu {application} und beginnen Sie dort noch einmal.",
    ),
    "try_later": Words(
        "Bitte versuchen Sie es gleich noch einmal",
        "Verbindungen können gerade nicht gespeichert werden.",
        "Öffnen Sie den Link noch einmal. Gilt er nicht mehr, gehen Sie zurück zu {application} und beginnen Sie dort "
        "noch einmal.",
    ),
    "failed": Words(
        "Hier stimmt etwas nicht",
        "Es liegt nicht an Ihnen. Es wurde nichts verbunden.",
        "Sagen Sie bei {application} Bescheid: dort lässt sich herausfinden, was nicht stimmt.",
    ),
    "not_found": Words(
        "Hier ist nichts",
        "Diese Adresse führt nirgendwohin.",
        "Öffnen Sie den ganzen Link, oder gehen Sie zurück zu {application}.",
    ),
    "not_allowed": Words(
        "Das geht hier nicht",
        "Diese Adresse lässt sich nur in einem Browser öffnen.",
        "Öffnen Sie den Link in einem Browser.",
    ),
}


class Language(NamedTuple):
    words: dict[str, Words]
    application: str
    """In place of the application's name, where the host gives none."""
    provider: str
    """Where it is not known which provider a link was for."""
    back: str
    """The link that leads back."""


LANGUAGES = {
    "en": Language(ENGLISH, "the application that you came from", "The provider", "Back to {application}"),
    "de": Language(GERMAN, "der Anwendung, von der Sie kommen", "Der Anbieter", "Zurück zu {application}"),
}
