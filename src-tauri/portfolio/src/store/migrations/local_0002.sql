-- Rows lie in the order in which a walk meets the files, so that an unchanged folder is compared by one pass over both.
-- `path` is the name's bytes; `raw` says that they are not Unicode.
CREATE TABLE seen (
    book        TEXT NOT NULL,
    raw         INTEGER NOT NULL,
    path        BLOB NOT NULL,
    size        INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns  INTEGER NOT NULL,
    inode       INTEGER NOT NULL,
    device      INTEGER NOT NULL,
    present     INTEGER NOT NULL,
    sha256      BLOB NOT NULL,
    was         BLOB,
    PRIMARY KEY (book, raw, path)
) STRICT, WITHOUT ROWID;
INSERT INTO seen
SELECT book,
       json_type(CAST(path AS TEXT)) = 'object',
       CASE json_type(CAST(path AS TEXT))
           WHEN 'object' THEN unhex(json_extract(CAST(path AS TEXT), '$.hex'))
           ELSE CAST(json_extract(CAST(path AS TEXT), '$') AS BLOB)
       END,
       size, modified_ns, changed_ns, inode, device, present, unhex(sha256), unhex(was)
FROM observation;
DROP TABLE observation;
ALTER TABLE seen RENAME TO observation;
CREATE INDEX observation_of_content ON observation (book, sha256);
-- How far the record had come when the folder was last read; anything else asks for a look at every file.
ALTER TABLE reading ADD COLUMN record TEXT NOT NULL DEFAULT '';
