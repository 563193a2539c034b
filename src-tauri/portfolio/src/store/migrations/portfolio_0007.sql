-- What learners were told with decisions, certificates of credit transfer, the learner's declarations, and phrases.
CREATE TABLE telling (
    book TEXT NOT NULL, decision TEXT NOT NULL, hash TEXT NOT NULL, feedback TEXT NOT NULL, needed TEXT NOT NULL, due TEXT,
    PRIMARY KEY (book, decision)
) STRICT, WITHOUT ROWID;
CREATE TABLE certificate (
    book TEXT NOT NULL, decision TEXT NOT NULL, hash TEXT NOT NULL, number TEXT NOT NULL,
    awarding_organisation TEXT NOT NULL, urn TEXT NOT NULL, date TEXT NOT NULL, checked_by TEXT NOT NULL,
    PRIMARY KEY (book, decision)
) STRICT, WITHOUT ROWID;
CREATE TABLE learner_declaration (
    book TEXT NOT NULL, hash TEXT NOT NULL, unit TEXT, route TEXT NOT NULL, date TEXT NOT NULL, words TEXT NOT NULL,
    acknowledged TEXT NOT NULL, evidence TEXT, role TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL, withdrawn TEXT, standing INTEGER NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE phrase (
    book TEXT NOT NULL, hash TEXT NOT NULL, phrase TEXT NOT NULL, text TEXT NOT NULL, standing INTEGER NOT NULL,
    PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
