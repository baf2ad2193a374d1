"""What is said on the pages of open questions: what each answer brings about, and why one was not taken."""

from __future__ import annotations

from collections.abc import Mapping

EFFECTS: Mapping[str, str] = {
    "stands": "Sagen går videre med det, og det andet sted bliver stående, som det er.",
    "mend": "Sagen venter stadig: ret det skema, der er forkert, og læg det i indbakken. Intet sendes imens.",
    "sent": "Det noteres, at brevet er sendt. Programmet sender ikke selv noget.",
    "keep": "Der laves ikke noget nyt.",
    "correction": "Der laves et udkast til en berigtigelse, som skal læses og frigives.",
    "new_decision": "Der laves et udkast til en ny afgørelse, som skal læses og frigives.",
    "release": "Mærket UDKAST fjernes, og brevet ændres aldrig mere. Det sendes ikke af sig selv.",
    "hold": "Brevet bliver liggende som udkast. Der spørges igen, når det er lavet på ny.",
    "undo": "Den beslutning tæller ikke længere, og udkastene tages tilbage. Sagen venter på en ny "
    "beslutning.",
    "counts": "Svaret lægges på sagen som en beslutning. Breve laves kun som udkast, og den, der skriver "
    "under, frigiver dem.",
    "unused": "Der sker ikke noget i sagen. Spørg den, der skrev, og læg beslutningsskemaet i indbakken.",
    "confirmed": "Det noteres, hvem der har set efter. Der ændres ikke noget.",
    "wrong": "Sagen ændres ikke af svaret: ret skemaet, og læg det i indbakken.",
    "signed": "Det noteres, hvem der har set underskrifterne. Sæt også kryds ved dem i skemaet, hvis det "
    "har felter "
    "til det.",
    "unsigned": "Det noteres. Få underskriften, og læg den nye kopi i indbakken.",
    "drop": "Skemaet lægges i retur, og ingen sag ændres. Fortæl afsenderen det, hvis der skal sendes et "
    "nyt.",
    "ny": "Skemaet åbner en ny sag.",
    "other": "Skemaet lægges på den sag, I skriver nedenfor.",
}
"""By answer: what happens at the next run, where the programme's own data says nothing of it."""

FILE_HERE = "Skemaet lægges på sagen."
"""What an answer brings about that is the number of a case."""

REFUSED: Mapping[str, str] = {
    "task.gone": "Spørgsmålet på siden er der ikke længere: grunden til det er faldet bort, eller det er "
    "afklaret. "
    "I skal ikke gøre mere.",
    "task.foreign": "Siden er fra en anden arbejdsmappe. Læg den i den indbakke, den hører til.",
    "task.stale": "Spørgsmålet er et andet, end da siden blev lavet. Der ligger en ny side i mappen "
    "opgaver: læs den, "
    "og svar på den.",
    "task.answered": "Spørgsmålet er allerede besvaret {day} af {by}: »{answer}«. Det svar gælder "
    "stadig. Er det "
    "forkert, så ret det skema, det handler om.",
    "task.channel": "Siden kom som mail. Svar på opgaver ved at lægge siden i mappen indbakke: så er det "
    "en af jeres "
    "egne, der svarer.",
    "task.damaged": "Sidens mærke mangler eller er ændret, så vi ikke kan se, hvilket spørgsmål der er "
    "svaret på. "
    "Der ligger en ny side i mappen opgaver.",
    "task.paper": "Siden er scannet. Et svar læses ikke fra et billede: sæt krydset i Word-siden, og læg "
    "den i "
    "indbakken.",
    "task.no_such_answer": "Svaret er ikke et af dem, der kan vælges her.",
    "task.no_name": "Skriv navnet på den, der har taget stilling, fx Karen Prøvesen.",
    "task.no_case": "Sagen {number} findes ikke her. Skriv sagsnummeret, som det står på sagens mappe, "
    "fx SF-2026-0012.",
    "task.case_missing": "Skriv sagsnummeret på den sag, skemaet hører til, fx SF-2026-0012.",
    "task.other_programme": "{number} er en sag i et andet tilbud. Skriv nummeret på en sag i det rigtige.",
    "task.opens_none": "Et skema af den slags kan ikke åbne en sag. Skriv nummeret på den sag, det hører "
    "til.",
    "approval.stale": "Ansøgningen er ændret, siden der blev svaret. Svaret gælder den, som den var "
    "før, og er ikke lagt på sagen. Bed om et nyt svar.",
    "approval.answered": "Der ligger allerede en beslutning i sagen. Svaret pr. mail er ikke lagt oveni.",
    "release.remade": "Brevet er lavet på ny, siden siden blev lavet, og er ikke frigivet. Læs det nye "
    "udkast, og svar "
    "på den nye side i mappen opgaver.",
    "release.no_decision": "Der er ikke noget beslutningsskema at trække tilbage bag brevet. Ret det "
    "skema, brevet "
    "kommer fra, og læg det i indbakken.",
    "release.edited": "Brevet er rettet i Word og er ikke frigivet. Skriv rettelsen i det skema, den "
    "kommer fra, og "
    "læg skemaet i indbakken. Så laves brevet på ny.",
    "release.unchecked": "Brevet er ikke frigivet: juristen har ikke kontrolleret de regler, det hviler på.",
}
"""Why an answer was not taken, and what to do: by code, the holes filled with its params."""
