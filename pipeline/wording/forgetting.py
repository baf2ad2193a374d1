"""What is said of deleting what its time is up for."""

OVER = "Forløbet er slut, og der er ikke sket noget siden {last}. Det gemmes i {months} måneder."
IDLE = "Der er ikke sket noget siden {last}. Sager i bero gemmes i {months} måneder."
WITH_FILES = "{reason} {n} modtagne filer slettes med."
RETURNED = "Modtaget {day} og sendt tilbage; hører ikke til nogen sag."
MAILS = {
    "stranger": "Mail fra en afsender, der ikke står på listen. Den er ikke læst.",
    "unreadable": "Mail, der ikke kunne åbnes.",
    "unclear": "Noteret, at et svar om en godkendelse var uklart.",
}
"""What is said of a mail that goes, by its end: when it came stands before it, and who wrote nowhere."""
HELD = "Sag {case} gemmes: {by} har bedt om det ({reason})."
NOT_FILED = "Sag {case} gemmes: den er ikke journaliseret ({systems})."
FILED_BEFORE = (
    "Sag {case} gemmes: der er sket noget {last}, efter at sagen blev journaliseret ({systems} mangler). "
    "Journalisér det nye først."
)
ANYWHERE = "intet journalsystem er noteret"
NOTHING = "Der er ikke noget at slette."
UNDECIDED = (
    "Ingen opbevaringsfrist er besluttet, så intet slettes. Kopiér schemas/retention.toml til "
    "arbejdsområdets schemas/, og skriv fristerne dér."
)
DOUBT = (
    "Der slettes ikke: uret sprang mere end et døgn (set {day}). Kontrollér dato og klokkeslæt. Er de "
    "rigtige, så kør forget --clock-is-right --by NAVN, og prøv igen."
)
OTHER_LIST = "Der slettes ikke: listen er en anden nu. Kør forget --dry-run igen, og læs den nye liste."
HOW = "Slet det, der står på listen, med: skoleflex forget --confirm {code} --by NAVN"
DONE = "Slettet: {cases} sager, {files} filer uden sag og {mails} mails uden sag."
