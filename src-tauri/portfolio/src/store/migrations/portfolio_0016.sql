-- The day on which something was recorded is the day at the desk, not the one in Greenwich.
ALTER TABLE file ADD COLUMN "offset" INTEGER NOT NULL DEFAULT 0;
UPDATE file SET "offset" = coalesce(
    (SELECT json_extract(CAST(entry.body AS TEXT), '$.offset') FROM entry WHERE entry.hash = file.hash), 0);
ALTER TABLE mapping ADD COLUMN "offset" INTEGER NOT NULL DEFAULT 0;
UPDATE mapping SET "offset" = coalesce(
    (SELECT json_extract(CAST(entry.body AS TEXT), '$.offset') FROM entry WHERE entry.hash = mapping.hash), 0);
-- Roll-ups are worked out again at opening.
ALTER TABLE tally ADD COLUMN last_offset INTEGER NOT NULL DEFAULT 0;
DELETE FROM progress;
DELETE FROM tally;
