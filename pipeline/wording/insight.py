"""What an account of everything about one child says (indsigt, databeskyttelsesforordningen artikel 15)."""

TITLE = "Indsigt: det, skoleflex har om barnet"
REVIEW = (
    "Gennemgå mappen, før den udleveres: den kan indeholde andres oplysninger, fx forældres adresse og "
    "telefon, og interne udkast. Har nogen adressebeskyttelse, må den adresse ikke udleveres til andre."
)
MADE = "Lavet {day} af {by}."
CASE = "Sag {number} – {programme}"
CASE_IS = "Åbnet {opened}. Tilstand: {state}."
FILED = "Journaliseret i {system} den {day} (noteret af {by})."
HELD = "Må ikke slettes: {reason} ({by})."
FORM = "{title}, modtaget {day}"
FORM_IS = "{end}. Originalen ligger i »{file}«."
OTHERS = (
    "Originalen {label} ligger på sagen, men bærer et andet barns cpr-nr. Den er ikke taget med; afgør, hvis "
    "den er."
)
MISSING = "Originalen {label} mangler i arkivet."
VALUES = ("Felt", "Værdi", "Hvor i skemaet")
DOCUMENTS = "Dokumenter"
DOCUMENT_HEAD = ("Dokument", "Version", "Tilstand", "Dato", "Frigivet af")
TASKS = "Opgaver og svar"
TASK_HEAD = ("Opgave", "Hvad", "Svar", "Hvem og hvornår")
EVENTS = "Hændelser: hvad der er sket, og hvem der har set sagen"
EVENT_HEAD = ("Tid", "Hændelse", "Hvad", "Hvem")
LOOSE = "Skema, der ikke kom på en sag"

ENDS = {
    "accepted": "Modtaget på sagen",
    "returned": "Sendt tilbage til rettelse",
    "attachment": "Lagt på sagen",
    "duplicate": "Samme fil som en tidligere",
    "waiting": "Venter på svar om, hvilken sag skemaet hører til",
}
EVENT_NAMES = {
    **ENDS,
    "opened": "Sagen åbnet",
    "made": "Dokument lavet",
    "released": "Dokument frigivet",
    "sent": "Brev sendt",
    "withdrawn": "Dokument trukket",
    "answered": "Opgave besvaret",
    "read": "Sagen vist",
    "prefilled": "Skema udfyldt fra sagen",
    "explained": "Dokument forklaret",
    "exported": "Indsigt lavet",
    "filed": "Journalisering noteret",
    "held": "Må ikke slettes",
    "hold lifted": "Må slettes igen",
    "forgotten": "Slettet",
    "mail ready": "Mail klar",
    "mail sent": "Mail sendt",
}
