-- Scans of papers that were signed in ink.
CREATE TABLE inked_page (
    book TEXT NOT NULL, hash TEXT NOT NULL, sign_off TEXT NOT NULL, page TEXT NOT NULL, size INTEGER NOT NULL,
    media TEXT NOT NULL, carries TEXT NOT NULL, received TEXT NOT NULL, chain TEXT NOT NULL, "at" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL, withdrawn TEXT, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
