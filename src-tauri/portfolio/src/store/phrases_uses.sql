-- Pieces of writing that hold the words: a deed of decisions, a sign-off, an IV comment. Deeds are told apart by chain and time.
SELECT count(*) FROM (
    SELECT d.chain, d."at" FROM decision d LEFT JOIN telling t ON t.book = d.book AND t.decision = d.hash
    WHERE instr(d.reason || char(10) || coalesce(t.feedback, '') || char(10) || coalesce(t.needed, ''), ?1) > 0
    UNION SELECT chain, "at" FROM sign_off WHERE instr(feedback, ?1) > 0
    UNION SELECT chain, "at" FROM finding WHERE instr(reason, ?1) > 0
)
