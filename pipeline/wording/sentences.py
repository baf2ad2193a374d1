"""The Danish sentence of each code: what stood there, what is expected, an example.

`{raw}`, `{first}`, `{second}` and `{beside}` come quoted and shortened; `{expected}` is the field's own line
from `EXPECTED`. A code with `+name` is used where the param `name` is known.
"""

from __future__ import annotations

from pipeline.definitions import Kind

EXPECTED: dict[Kind, str] = {
    Kind.TEXT: "Skriv svaret i feltet.",
    Kind.DATE: "Skriv en dato med dag, måned og år, for eksempel {example}.",
    Kind.CPR: "Skriv de seks cifre for fødselsdagen, en bindestreg og de fire sidste cifre.",
    Kind.CVR: "Skriv de otte cifre, med eller uden mellemrum.",
    Kind.EAN: "Skriv de 13 cifre.",
    Kind.PHONE: "Skriv de otte cifre; et udenlandsk nummer begynder med + og landets kode.",
    Kind.EMAIL: "Skriv én adresse, for eksempel {example}.",
    Kind.POSTAL_CODE: "Skriv de fire cifre, for eksempel {example}.",
    Kind.INSTITUTION: "Skriv de seks cifre.",
    Kind.MONEY: "Skriv beløbet i hele kroner, for eksempel »{example}«.",
    Kind.GRADE: "Skriv klassetrinnet som et tal fra 0 til 10, for eksempel {example}.",
    Kind.INTEGER: "Skriv et helt tal, for eksempel {example}.",
    Kind.NUMBER: "Skriv et tal, for eksempel {example}.",
    Kind.BOOLEAN: "Sæt kryds ved Ja eller Nej.",
    Kind.CHOICE: "Vælg {allowed}.",
    Kind.CHOICES: "Sæt kryds ved det, der passer: {allowed}.",
}
TEXT_WITH_EXAMPLE = "Skriv svaret i feltet, for eksempel »{example}«."
TICK_EXPECTED = "Sæt kryds i feltet, hvis det passer."
ROWS_EXPECTED = "Udfyld mindst én række."

EXAMPLES: dict[Kind, str] = {
    Kind.DATE: "1. september 2026",
    Kind.EMAIL: "navn@skolen.example",
    Kind.POSTAL_CODE: "2100",
    Kind.MONEY: "175.000 kr.",
    Kind.GRADE: "7",
    Kind.INTEGER: "12",
    Kind.NUMBER: "9,5",
}
"""Shown where the form has no example of its own."""

SENTENCES: dict[str, str] = {
    "required": "Her mangler et svar. {expected}",
    "recommended": "Feltet er ikke udfyldt. Det er ikke et krav, men det hjælper dem, der behandler sagen.",
    "type": "Svaret har ikke den form, som feltet bruger. {expected}",
    "unknown_key": "Oplysningen {raw} findes ikke i skemaet og er ikke taget med.",
    "value.wrong": "Svaret passer ikke i feltet. {expected}",
    # ── answers and labels ──
    "answer.conflict": "Der står to forskellige svar: {first} og {second}. Ret det, så der kun står ét.",
    "answer.unplaced": "Ved {beside} står {raw}. Det er ikke et af skemaets felter, så svaret er ikke læst. "
    "Skriv det i et af skemaets egne felter, hvis det skal med.",
    "answer.beside": "Ved siden af feltet står {raw}, men feltet selv er tomt. Skriv svaret inde i feltet.",
    "answer.beside+first": "I feltet står {first}, og ved siden af står {raw}. "
    "Skriv det hele inde i feltet, eller slet det, der står udenfor.",
    "answer.moved": "Her står {raw} i feltet »{own}«, men ved siden af »{other}«. "
    "Flyt svaret hen i det felt, det hører til.",
    "box.unplaced": "Ved {beside} er der sat kryds, men vi kan ikke se, hvad krydset svarer på. "
    "Svar i skemaets eget felt, hvis det skal med.",
    "box.disagrees": "I feltet til krydset står {raw}, og det passer ikke med det, feltet har gemt. "
    "Klik i feltet, så krydset sættes eller fjernes.",
    "label.ambiguous": "Ved {beside} står {raw}. Det kan høre til {fields}. "
    "Skriv feltets fulde navn, så vi er sikre på, hvad I mener.",
    "label.similar": "{beside} er læst som feltet »{taken_for}«. Det er kun en oplysning.",
    "label.loose": "Ved {beside} står {raw}. Vi har læst det som svaret her, men er ikke sikre. "
    "Kontrollér, at det er rigtigt.",
    "label.twice": "Feltet står to steder, og kun det ene er udfyldt: {raw}. "
    "Kontrollér, at svaret hører til her.",
    "answer.holds_more": "Der står mere end det, feltet spørger om: {raw}. "
    "Kontrollér, hvad der hører til her.",
    "value.proposed": "Læst på et billede: {raw}. Kontrollér, at det er rigtigt.",
    "value.proposed.weighty": "På billedet ser der ud til at stå {raw}. Navne, cpr-numre og beløb bruger vi "
    "ikke uden videre fra et billede. Send skemaet som Word eller PDF, eller skriv svaret til os.",
    "answer.maybe_more": "Svaret begynder {raw}. Måske er noget af det svaret på et andet spørgsmål, "
    "for en overskrift mangler længere nede. Kontrollér det.",
    "answer.maybe_cut": "I svaret, der begynder {raw}, er et langt ord måske delt af kanten på et felt. "
    "Kontrollér, at ordene er hele.",
    "answer.maybe_less": "Svaret begynder {raw}. Tekst, der står lige før eller efter, hører måske med. "
    "Kontrollér, at hele svaret er kommet med.",
    "answer.amid_misfits": "{raw} er læst her, men flere svar i samme afsnit passer ikke til deres "
    "spørgsmål. Kontrollér, at det hører til her.",
    "answer.maybe_beside": "Her er intet svar fundet. Det står måske i {raw}, som er læst ved et andet "
    "spørgsmål. Se efter i skemaet.",
    "answer.other_way": "Siden kan læses på to måder. Her er læst {first}, men der kan også stå {second}. "
    "Kontrollér, hvad der er rigtigt.",
    "answer.other_place": "Her er intet svar fundet, men læst på en anden måde står her {raw}. "
    "Se efter i skemaet.",
    # ── text ──
    "text.too_long": "Teksten fylder {number} tegn, og der er plads til {limit}. Den begynder {raw}. "
    "Forkort den lidt, eller læg resten i et bilag.",
    "text.too_short": "Teksten {raw} er for kort: der skal mindst stå {limit} tegn.",
    "text.unclean": "Teksten {raw} har usynlige tegn eller overflødige mellemrum. Skriv den igen uden dem.",
    "text.prompt": "Her står kun skemaets egen tekst eller en linje til at skrive på. {expected}",
    "text.invisible": "Der var usynlige tegn i teksten ({number}), som regel fordi den er kopieret. "
    "De er taget ud, og resten er læst, som det står.",
    "row.untold": "I kolonnen {beside} står {raw}. Det kan ikke ses, hvilken række det hører til, så det "
    "er ikke læst. Skriv det i den rigtige række, eller sæt en streg mellem rækkerne.",
    "text.struck": "Noget er streget over her: {raw}. Slet det, der ikke gælder, så kun svaret står tilbage.",
    "text.as_prompt": "Her står {raw}, men dokumentet regner det for skemaets egen tekst. "
    "Skriv svaret i feltet igen.",
    "text.prompt_left": "Skemaets egen tekst »Skriv her« står stadig sammen med svaret: {raw}. "
    "Slet den, så kun svaret står tilbage.",
    "text.unplaced": "Her står {raw} uden for skemaets felter, så det er ikke læst. "
    "Skriv det i et af felterne, hvis det skal med.",
    "text.reworded": "Her står {raw}, og sådan står det ikke i skemaet nu. Måske er det en ældre udgave. "
    "Det er kun en oplysning.",
    # ── choices ──
    "boolean.both": "Der er sat kryds ved både Ja og Nej. Sæt kun ét kryds.",
    "boolean.unclear": "{raw} kan ikke læses som ja eller nej. Sæt kryds ved Ja eller Nej.",
    "choice.several": "Der er sat flere krydser: {raw}. Sæt kun ét kryds.",
    "choice.unboxed": "Ved {beside} står {raw} uden felter til kryds, så vi kan ikke se, om noget er valgt. "
    "Skriv svaret, eller sæt kryds igen.",
    "choice.none_ticked": "Der er ikke sat et eneste kryds i skemaet, heller ikke ved {fields}. "
    "Var der krydser, er de gået tabt, da filen blev gemt. Sæt dem igen, eller skriv svarene.",
    "choice.left_empty": "Der står en tom boks alene ved {fields}. Den kan betyde nej, eller at der ikke er "
    "svaret, så vi har ikke læst et svar. Skriv Ja eller Nej.",
    "choice.no_boxes": "Ved {beside} fandt vi ikke felterne til kryds, og andre krydser i skemaet kunne vi "
    "ikke placere. Se efter i skemaet, og skriv svaret.",
    "choice.unknown": "{raw} er ikke en af svarmulighederne. Vælg {allowed}.",
    "choice.disagrees": "Listen siger »{stored}«, men i feltet står {raw}. Vælg igen på listen.",
    "choice.repeated": "Det samme svar er valgt mere end én gang. Vælg det kun én gang.",
    "rows.too_many": "Her er udfyldt {number} rækker, og der er plads til {limit}. "
    "Læg nogle af dem sammen, eller skriv resten i et bilag.",
    "rows.mixed": "Det kan ikke ses for hvert svar, hvilken række det hører til. "
    "Sammenlign rækkerne med skemaet.",
    "rows.misfit": "Her står {raw} ved et spørgsmål, som det ikke er svar på. Måske er også andre svar læst "
    "ved et andet spørgsmål end deres eget. Sammenlign rækkerne med skemaet.",
    "rows.other_way": "Siden kan læses på to måder, og rækkerne er ikke de samme i dem. "
    "Sammenlign dem med skemaet.",
    "rows.repeated": "Række {number} er magen til række {other}. Slet den ene, hvis den er med ved et uheld.",
    "rows.too_few": "Her mangler et svar. {expected}",
    # ── dates ──
    "date.unclear": "{raw} kan ikke læses som en dato. {expected}",
    "date.impossible": "Dagen {raw} findes ikke i kalenderen. {expected}",
    "date.year": "Årstallet i {raw} ser ikke rigtigt ud. {expected}",
    "date.short_year": "Årstallet i {raw} kan læses på to måder. Skriv det med fire cifre.",
    "date.weekday": "I {raw} passer ugedagen ikke: datoen er en {weekday}. Ret ugedagen eller datoen.",
    "date.several": "Der står mere end én dato: {raw}. Skriv kun den, der spørges om.",
    "date.no_year": "Årstallet mangler i {raw}. {expected}",
    "date.imprecise": "{raw} er ikke en bestemt dag. {expected}",
    "date.form": "Datoen {raw} skal skrives med år, måned og dag, for eksempel 2026-09-01.",
    "date.disagrees": "Der står {raw}, men feltet har gemt {stored}. Vælg datoen igen, så de passer sammen.",
    # ── numbers ──
    "money.unclear": "{raw} kan ikke læses som et beløb. {expected}",
    "money.ore": "{raw} er ikke et helt antal kroner. {expected}",
    "money.negative": "{raw} er mindre end nul. {expected}",
    "money.imprecise": "{raw} er ikke et bestemt beløb. {expected}",
    "number.unclear": "{raw} kan ikke læses som et tal. {expected}",
    "number.imprecise": "{raw} er ikke et bestemt tal. {expected}",
    "number.whole": "{raw} er ikke et helt tal. {expected}",
    "number.unit": "{raw} er skrevet med en enhed, som feltet ikke har. Skriv kun tallet.",
    "number.unit+unit": "{raw} er skrevet med en anden enhed, end feltet har. Skriv tallet i {unit}.",
    "number.too_small": "Tallet {raw} er for lille: det skal være mindst {limit}.",
    "number.too_large": "Tallet {raw} er for stort: det kan højst være {limit}.",
    "grade.unclear": "{raw} kan ikke læses som et klassetrin. {expected}",
    "grade.range": "{raw} er ikke et klassetrin i folkeskolen. {expected}",
    # ── identifiers ──
    "cpr.form": "{raw} kan ikke læses som et cpr-nummer. {expected}",
    "cpr.letters": "{raw} har bogstaver eller andre tegn, hvor der skal stå cifre. "
    "Det sker, når et O står i stedet for et nul. {expected}",
    "cpr.length": "{raw} har {digits} cifre, og et cpr-nummer har 10. {expected}",
    "cpr.date": "De første seks cifre i {raw} svarer ikke til en dag, der findes. Kontrollér cpr-nummeret.",
    "cpr.replacement": "{raw} er et erstatningspersonnummer. Det kan bruges her, men ikke til Digital Post.",
    "cpr.mod11": "Kontrollér cpr-nummeret {raw}: cifrene passer ikke sammen, som de plejer. "
    "Er nummeret rigtigt, skal I ikke gøre mere.",
    "cvr.form": "{raw} kan ikke læses som et CVR-nummer. {expected}",
    "cvr.length": "{raw} har {digits} cifre, og et CVR-nummer har 8. {expected}",
    "cvr.check": "{raw} kan ikke være et CVR-nummer: cifrene passer ikke sammen. Kontrollér nummeret.",
    "cvr.leading_zero": "CVR-nummeret {raw} begynder med 0. Det er sjældent, så se gerne efter en gang til.",
    "ean.form": "{raw} kan ikke læses som et EAN-nummer. {expected}",
    "ean.length": "{raw} har {digits} cifre, og et EAN-nummer har 13. {expected}",
    "ean.check": "{raw} kan ikke være et EAN-nummer: cifrene passer ikke sammen. Kontrollér nummeret.",
    "institution.form": "{raw} kan ikke læses som et institutionsnummer. {expected}",
    "institution.length": "{raw} har {digits} cifre, og et institutionsnummer har 6. {expected}",
    # ── contacts ──
    "phone.form": "{raw} kan ikke læses som et telefonnummer. {expected}",
    "phone.length": "{raw} har {digits} cifre, og et dansk telefonnummer har 8. {expected}",
    "phone.several": "Der står mere end ét telefonnummer: {raw}. Skriv det, vi helst skal ringe til.",
    "phone.series": "{raw} ligner ikke et dansk telefonnummer: de begynder med et ciffer fra 2 til 9. "
    "Kontrollér nummeret.",
    "email.form": "{raw} kan ikke læses som en e-mailadresse. {expected}",
    "email.several": "Der står mere end én e-mailadresse: {raw}. Skriv kun én.",
    "postal_code.form": "{raw} kan ikke læses som et postnummer. {expected}",
    "postal_code.town": "{raw} er mere end postnummeret. Skriv de fire cifre her, og byen i sit eget felt.",
}

_AS_WORD = "Åbn den, gem den som Word-dokument (.docx), og send den igen."
_SEND_WORD = "Send skemaet som Word-dokument (.docx) eller PDF."
_SAVE_ANEW = "Gem den på ny i Word, og send den igen."
_FILL_ANEW = "Brug det tomme skema, og udfyld det på ny."

REJECTED: dict[str, str] = {
    "file.empty": "Filen er tom. Måske blev den ikke gemt færdig. Send den igen.",
    "mail.too_deep": "Mailen har mails i så mange lag, at den ikke kan åbnes. Send filerne i en ny mail.",
    "mail.too_many": "Mailen har så mange dele, at den ikke kan åbnes. Send filerne i flere mails.",
    "file.too_large": "Filen er for stor til at blive læst. Tag billeder ud, og send dem som bilag.",
    "file.too_large+limit_mb": "Filen fylder mere end {limit_mb} MB, som er det højeste, vi kan læse. "
    "Tag billeder ud, og send dem som bilag.",
    "file.zip_bomb": f"Filen fylder langt mere udpakket, end et skema kan. {_SAVE_ANEW}",
    "file.unsafe_member": f"Filen er pakket på en måde, som Word ikke bruger. {_SAVE_ANEW}",
    "file.duplicate_member": "Filen indeholder den samme del to gange, så vi ved ikke, hvilken der gælder. "
    f"{_SAVE_ANEW}",
    "file.doctype": f"Filen indeholder noget, som Word aldrig skriver, og er derfor ikke åbnet. {_SAVE_ANEW}",
    "file.damaged": "Filen er beskadiget og kan ikke åbnes. Gem den på ny, og send den igen.",
    "file.encrypted": "Filen er beskyttet med adgangskode. Fjern koden, og send filen som sikker mail.",
    "file.old_word": f"Filen er i et gammelt Word-format (.doc). {_AS_WORD}",
    "file.rtf": f"Filen er i RTF-format, som vi ikke kan læse her. {_AS_WORD}",
    "file.odt": f"Filen er i OpenDocument-format, som vi ikke kan læse her. {_AS_WORD}",
    "file.needs_office": f"Filen er i et format, som vi ikke kan læse her (.{{kind}}). {_AS_WORD}",
    "file.not_docx": f"Filen er en Word-skabelon eller har makroer. {_AS_WORD}",
    "file.html": f"Filen er en webside og ikke et Word-dokument. {_SEND_WORD}",
    "file.pdf": f"Filen er en PDF og ikke et Word-dokument. {_SEND_WORD}",
    "file.scan": "Siderne er billeder (scannede), og dem kan vi ikke læse tekst på her. "
    "Send skemaet som Word-dokument (.docx), eller gem det som PDF fra det program, det er udfyldt i.",
    "file.xfa": "Filen er en PDF af en særlig slags (XFA), som kun Adobes programmer kan vise. "
    "Åbn den dér, vælg Udskriv til PDF, og send den PDF – eller brug Word-skemaet.",
    "file.no_text_map": "Filens bogstaver kan ikke læses: den fortæller ikke, hvilke tegn den viser. "
    "Gem den som PDF igen fra det program, den er lavet i, eller send den som Word-dokument (.docx).",
    "file.too_many_pages": "Filen har flere end {limit} sider. Send kun skemaet; læg resten ved som bilag.",
    "file.several_forms": "Filen har sider fra flere forskellige skemaer. Scan hvert skema for sig.",
    "file.not_word": f"Filen er ikke et Word-dokument. {_SEND_WORD}",
    "file.unknown": f"Filen er ikke en slags, vi kender. {_SEND_WORD}",
    "file.huge_table": f"Filen har en tabel, der er langt større end skemaets. {_FILL_ANEW}",
    "file.nested_tables": f"Filen har tabeller inden i hinanden i for mange lag. {_FILL_ANEW}",
    "file.too_complex": f"Filen er for omfattende til at blive læst. {_FILL_ANEW}",
    "file.value_too_long": "Et af svarene er længere, end et skema kan rumme. Læg teksten i et bilag.",
    "task.page": "Filen er en side fra mappen opgaver. Læg den i indbakken i den arbejdsmappe, den er "
    "fra: så noteres "
    "svaret.",
    "form.unknown": f"Vi kan ikke genkende filen som et af vores skemaer. {_FILL_ANEW}",
    "form.unknown+missing": "Vi kan ikke genkende filen som et af vores skemaer. Den ligner mest {nearest}, "
    f"men her mangler blandt andet {{missing}}. {_FILL_ANEW}",
    "form.unknown+nearest": "Vi kan ikke genkende filen som et af vores skemaer. Den ligner mest {nearest}, "
    f"men det står ikke tydeligt, hvilket tilbud den gælder. {_FILL_ANEW}",
    "form.version": "Skemaet er i en udgave, vi ikke kender. Hent det nyeste tomme skema, og udfyld det.",
    "form.version+nearest": "Skemaet {nearest} er i en udgave, vi ikke kender. "
    "Hent det nyeste tomme skema, og udfyld det.",
    "form.stopped": "Skemaet hører til {nearest}, som står stille, til opsætningen er rettet. Der "
    "er ikke noget at rette i skemaet. Lad det ligge: det kan læses, så snart opsætningen er i orden.",
    "form.maybe_stopped": "Vi kan ikke genkende filen lige nu. {nearest} står stille, til opsætningen er "
    "rettet, og filen kan være et af dens skemaer. Lad den ligge, til opsætningen er i orden.",
    "case.several_programmes": "Filerne hører til flere ordninger. Læg kun filer til ét forløb sammen.",
    "case.several_children": "Filerne handler om flere børn. Tag ét barns filer ad gangen.",
    "case.only_copies": "Filerne er scannede kopier af skemaer, vi har i forvejen. "
    "Læg også skemaerne selv med.",
    "case.several_numbers": "Filerne har forskellige sagsnumre. Læg kun filer til én sag sammen.",
    "case.several_numbers+numbers": "Filerne har forskellige sagsnumre: {numbers}. "
    "Læg kun filer til én sag sammen.",
}
"""Why a file could not be taken in at all."""

NOTICES: dict[str, str] = {
    "file.converted": "Filen er ikke et Word-dokument (.docx). Den er lavet om til ét, før den blev læst.",
    "file.hidden_sections": "Dokumentet har skjulte afsnit. De er læst som synlig tekst.",
    "file.signed_copy": "Filen er en scannet kopi af et skema, der er printet fra en sag. Der er ikke læst "
    "noget fra den; svarene er dem, sagen har i forvejen. Når filen lægges i indbakken, kommer den på sagen "
    "som underskrevet kopi.",
    "file.filled_by_hand": "Skemaet er udfyldt i hånden på papir.",
    "file.recognised": "Siderne er billeder. Et program har gættet bogstaverne, så alt, hvad der er læst, "
    "er forslag, som et menneske skal bekræfte.",
    "file.scanned_page": "Mindst én side er et billede. Det, der står på den, er ikke læst.",
    "file.ocr_layer": "Teksten er lagt oven på et billede af et program, der har gættet bogstaverne. Alt, "
    "hvad der er læst, er forslag, som et menneske skal bekræfte.",
    "file.pdf_active": "PDF-filen indeholder små programmer eller vedhæftede filer. De er ikke "
    "kørt eller åbnet.",
    "file.pdf_signed": "PDF-filen har en digital underskrift. Den er ikke kontrolleret.",
    "file.xfa_too": "PDF-filen har svarene gemt på to måder. De almindelige felter er læst; kontrollér, at "
    "de er de nyeste.",
    "file.tracked_changes": "Dokumentet har rettelser, der ikke er accepteret. Det er læst, som om de var: "
    "slettet tekst er ikke med, tilføjet tekst er.",
    "file.macros": "Dokumentet indeholder makroer. De er ikke kørt og ikke gemt i det, vi laver.",
    "file.external_links": "Dokumentet henviser til noget uden for sig selv. Det er ikke hentet.",
    "file.active_controls": "Dokumentet har felter af en ældre slags, som ikke kan læses (ActiveX eller "
    "tegnede formularfelter). Det, der står i dem, er ikke læst.",
    "file.embedded_document": "Der ligger noget andet inde i dokumentet, for eksempel et andet dokument "
    "eller et diagram. Teksten i det er ikke læst.",
    "file.hidden_text": "Dokumentet har skjult tekst. Den er ikke læst.",
    "file.damaged_part": "En mindre del af dokumentet, for eksempel sidefoden, er beskadiget og ikke læst.",
    "file.broken_field": "Et gammelt formularfelt i dokumentet er beskadiget. Teksten er læst, som den står.",
}
"""What was met in a file that was read, and what became of it."""
