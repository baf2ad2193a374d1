"""Why a mail waits or did not go, and why an answer was left to people, as staff and operators read it."""

from __future__ import annotations

from typing import Final

HELD: Final = {
    "no relay": "Der er ingen mailserver i indstillingerne. Kladden ligger i udbakken: send den selv.",
    "no address": "Rollen har ingen mailadresse i indstillingerne.",
    "not secure": "Modtagerens domæne står ikke blandt de sikre i indstillingerne.",
    "encryption": "Mailserveren tilbyder ikke en sikker forbindelse, så der er ikke sagt noget til den.",
    "certificate": "Mailserverens certifikat kan ikke kontrolleres, så der er ikke sagt noget til den.",
    "changed": "Kladden er ændret i hånden: send den selv.",
    "gone": "Kladden ligger ikke længere i udbakken.",
    "brake": "Der er sendt usædvanligt mange mails på kort tid. Se efter, hvad der sker.",
    "many": "Modtageren har fået mange svar den sidste time. De næste samles i ét.",
    "gathered": "Svaret er sendt sammen med et andet.",
    "connect": "Mailserveren kan ikke nås.",
    "lost": "Forbindelsen til mailserveren røg, før mailen var afleveret. Der prøves igen.",
    "login": "Mailserveren kender ikke brugeren eller adgangskoden.",
    "no reply": "Mailserveren fik mailen, men svarede ikke. Spørg modtageren, om den er kommet, og svar med "
    "»outbox confirm« eller »outbox retry«.",
    "not delivered": "Mailen kom tilbage som ikke afleveret. Kontrollér adressen.",
    "mail": "Mailserveren tager ikke imod afsenderen.",
    "rcpt": "Mailserveren tager ikke imod modtageren.",
    "data": "Mailserveren tager ikke imod mailen.",
    "accept": "Mailserveren tog ikke imod mailen.",
}

UNCLEAR: Final = {
    "machine": "Det er et automatisk svar.",
    "forwarded": "Den er sendt videre. Kun et svar direkte på anmodningen tæller.",
    "reply": "Den er ikke et svar direkte på anmodningen.",
    "files": "Der er filer i den, eller noget i den kan ikke åbnes.",
    "html": "Teksten er ikke sendt som almindelig tekst.",
    "unvouched": "Mailserveren siger ikke god for afsenderen.",
    "sender": "Afsenderen står ikke på listen over dem, der kan godkende i dag.",
    "key": "Svarkoden i emnet mangler eller er en anden.",
    "words": "Der står andet end »Godkendt« eller »Afvist: …« øverst, fx en betingelse.",
    "stale": "Ansøgningen er ændret, siden der blev spurgt. Der er sendt en ny anmodning.",
    "answered": "Der er allerede svaret, eller beslutningen ligger i sagen.",
    "off": "Godkendelse pr. mail er ikke slået til.",
}
"""Why an answer to an approval that was asked for is left to a person, by code."""


def why_unclear(why: str) -> str:
    """The sentence of a code of `UNCLEAR`."""
    return UNCLEAR.get(why, why)


def why_it_waits(why: str) -> str:
    """The sentence of a reason in the register: a code, perhaps with the server's number behind it."""
    code, _, number = why.rpartition(" ") if why[-3:].isdigit() else (why, "", "")
    told = HELD.get(code, why)
    return f"{told} (Serverens svar: {number}.)" if number else told
