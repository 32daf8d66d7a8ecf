"""Papers as the school would send them, in Dutch and with made-up people."""

from typing import Any

SCHOOL = {"name": "de Meerpaal", "lines": ["Kadelaan 12", "1234 AB Waterdam", "012-345 67 89"]}

LETTER: dict[str, Any] = {
    "school": SCHOOL,
    "to": ["Aan mevrouw A. Visser-Okafor", "Sluisweg 4", "1234 CD Waterdam"],
    "place_date": "Waterdam, woensdag 18 november 2026",
    "reference": "2026-029",
    "subject": "Daan mag 2 dagen niet naar school",
    "blocks": [
        {"kind": "paragraph", "text": "Beste mevrouw Visser-Okafor,"},
        {
            "kind": "paragraph",
            "text": "Daan mag op donderdag 19 en vrijdag 20 november niet naar school. Dit heet een schorsing. "
            "Op maandag 23 november mag Daan weer komen.",
        },
        {"kind": "heading", "text": "Waarom doen wij dit?"},
        {
            "kind": "paragraph",
            "text": "Op donderdag 12 november plaatste Daan een filmpje van een klasgenoot op TikTok. In het "
            "filmpje bedreigt hij deze klasgenoot. Dat mag niet volgens ons socialmediaprotocol, deel A, punt 7.",
        },
        {"kind": "heading", "text": "Wat doet Daan in deze dagen?"},
        {
            "kind": "list",
            "items": ["Daan krijgt schoolwerk mee.", "Op maandag 23 november om 8.15 uur praten wij."],
        },
        {"kind": "heading", "text": "Bent u het niet eens met dit besluit?"},
        {
            "kind": "paragraph",
            "text": "Dan kunt u tot en met woensdag 30 december 2026 bezwaar maken. Bezwaar betekent: u vraagt het "
            "bestuur om opnieuw te beslissen. Stuur een brief aan Stichting Openbaar Onderwijs Waterrijk, "
            "Postbus 10, 1234 AA Waterdam. Zet erin waarom u het niet eens bent. Wij helpen u als dat moeilijk is.",
        },
        {
            "kind": "signature",
            "text": "Met vriendelijke groet,\nnamens het bestuur",
            "name": "Ingrid Hofstra",
            "role": "directeur",
        },
    ],
}

PROTOCOL: dict[str, Any] = {
    "school": SCHOOL,
    "title": "Socialmediaprotocol",
    "version": "1",
    "date": "Geldt vanaf maandag 24 augustus 2026",
    "intro": [
        "Social media zijn een verzamelbegrip voor online platformen waar de gebruikers de inhoud verzorgen. "
        "Via deze media delen mensen verhalen, kennis en ervaringen."
    ],
    "sections": [
        {
            "heading": "A. Voor alle gebruikers",
            "intro": ["Deze regels gelden voor leerlingen, ouders en iedereen die op school werkt."],
            "clauses": [
                {
                    "id": "A1",
                    "text": "Het is medewerkers en leerlingen toegestaan om kennis en informatie te delen.",
                },
                {
                    "id": "A2",
                    "text": "De medewerker is persoonlijk verantwoordelijk voor wat hij publiceert."
                    "\n\nDat geldt ook buiten schooltijd.",
                },
                {
                    "id": "A10a",
                    "text": "Gebruikers vragen toestemming voordat zij beeld van een ander plaatsen, "
                    "en zij halen dat beeld weg zodra de ander daarom vraagt.",
                },
            ],
        },
        {
            "heading": "B. Voor medewerkers tijdens het werk",
            "clauses": [
                {"id": "B1", "text": "Medewerkers hebben een bijzondere verantwoordelijkheid."},
            ],
        },
    ],
}

DOSSIER: dict[str, Any] = {
    "school": SCHOOL,
    "title": "Leerlingdossier van Daan Visser",
    "recipient": "mevrouw A. Visser-Okafor, ouder met gezag",
    "released": "woensdag 18 november 2026, 14.30 uur",
    "cover": [["Betreft", "Daan Visser, groep 7b"], ["Vrijgegeven door", "Ingrid Hofstra, directeur"]],
    "notice": ["Dit exemplaar is alleen voor u. Gegevens van andere kinderen zijn eruit gehaald."],
    "sections": [
        {
            "heading": "Toestemmingen",
            "intro": ["Wat u antwoordde, met de laatste stand bovenaan."],
            "entries": [
                {
                    "at": "ma 2 nov 2026\n9.12 uur",
                    "title": "Website van de school: foto mag",
                    "lines": ["Antwoord van A. Visser-Okafor."],
                },
                {
                    "at": "di 3 nov 2026\n8.01 uur",
                    "title": "Website van de school: film ingetrokken",
                    "lines": [],
                },
            ],
        },
        {
            "heading": "Telefoon",
            "entries": [
                {
                    "at": "do 12 nov 2026\n10.45 uur",
                    "title": "Telefoon ingenomen",
                    "lines": ["Reden: gebruikt tijdens de les.", "Teruggegeven om 14.15 uur."],
                }
            ],
        },
        {"heading": "Meldingen", "entries": []},
    ],
}

STATEMENT: dict[str, Any] = {
    "school": SCHOOL,
    "title": "Bewijs van ontvangst",
    "to": ["Mevrouw A. Visser-Okafor"],
    "place_date": "Waterdam, woensdag 18 november 2026",
    "reference": "V-2026-0012",
    "intro": ["Wij hebben uw verzoek om inzage ontvangen."],
    "facts": [
        ["Wat u vraagt", "Inzage in het dossier van Daan Visser"],
        ["Ontvangen", "woensdag 18 november 2026, 9.00 uur"],
        ["Antwoord uiterlijk", "vrijdag 18 december 2026"],
    ],
    "blocks": [
        {"kind": "paragraph", "text": "U krijgt bericht zodra het dossier klaarligt."},
        {
            "kind": "signature",
            "text": "Met vriendelijke groet,",
            "name": "Ingrid Hofstra",
            "role": "directeur",
        },
    ],
}

PAPERS = {"letter": LETTER, "protocol": PROTOCOL, "dossier": DOSSIER, "statement": STATEMENT}
