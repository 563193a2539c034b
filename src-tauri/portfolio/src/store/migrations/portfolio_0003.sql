-- Papers that carry the signature of an IV beside the assessor's.
CREATE TABLE signed_paper (
    book TEXT NOT NULL, hash TEXT NOT NULL, verification TEXT NOT NULL, paper TEXT NOT NULL, PRIMARY KEY (book, hash)
) STRICT, WITHOUT ROWID;
