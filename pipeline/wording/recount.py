"""What the recount says, for those who run the program."""

LOST_ROWS = "{n} modtagne filer mangler i registeret ({ids}). Hent registeret fra en sikkerhedskopi."
UNTOLD_ROWS = "{n} filer står i registeret, men sporet ved ikke, at de er modtaget ({ids})."
STRANGE_END = "{n} filer har en tilstand, programmet ikke kender: »{end}«."
LOST_ORIGINAL = "Originalen {name} mangler i arkivet. Hent den fra en sikkerhedskopi."
CHANGED_ORIGINAL = "Originalen {name} i arkivet er ændret: indholdet passer ikke til navnet. Hent den igen."
NOBODYS = "Arkivet indeholder {name}, som ingen sag ejer. Find ud af, hvor filen kommer fra, og fjern den."
LOST_LETTER = "Sag {case}: det frigivne dokument »{title}« mangler. Hent det fra en sikkerhedskopi."
CHANGED_LETTER = (
    "Sag {case}: det frigivne dokument »{title}« er ændret efter frigivelsen. Hent det rigtige fra en "
    "sikkerhedskopi."
)
BACK = "{n} slettede sager, filer eller mails er tilbage, måske fra en sikkerhedskopi. Slet dem igen."
BROKEN_TRAIL = (
    "Sporet over hændelser er brudt ved nr. {n}: et led er ændret, fjernet eller sat ind. Gem registeret, "
    "som det er, og find ud af hvorfor."
)
UNKNOWN_SEAL = "Seglet {seal} findes ikke i sporet: det er skrevet om, siden seglet blev gemt."

OWED = "{n} kvitteringer eller returkopier mangler endnu; næste kørsel skriver dem."
EDITED = "Sag {case}: »{title}« er rettet i hånden."
ON_ITS_WAY = "Sag {case}: »{title}« er ikke lagt på plads endnu; næste kørsel gør det."
MADE_AGAIN = "Sag {case}: »{title}« mangler; næste kørsel laver det igen."
WHOLE = "Alt er på plads."
COUNTS = {
    "received": "Modtaget i alt",
    "accepted": "modtaget og på en sag",
    "returned": "til rettelse",
    "attachment": "bilag",
    "duplicate": "dubletter",
    "waiting": "afklares",
    "originals": "Originaler i arkivet",
    "documents": "Dokumenter",
}
TRAIL = "Sporet har {n} led; seglet på det sidste er {seal}."
