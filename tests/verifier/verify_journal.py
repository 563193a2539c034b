#!/usr/bin/env python3
"""Reads journal files and checks them without a line of the program: python3 verify_journal.py FILE...

A file has one JSON value a line: a header, unit texts, entries with their signatures book by book in replay order,
and the heads. Checked are: the canonical form and the fields of every body, hashes, chains, links, what was seen,
the one replay order, unit texts, heads, and signatures (ECDSA on P-256). Standard library only.

Prints a count and ends with 0, or names the first fault (line, chain, n) and ends with 1. Without files: 2.
"""
import base64, hashlib, heapq, json, re, sys

ENTRY, SIGNED = b"portfolio-entry/1\n", b"portfolio-signature/1\n"
BODY = "at book chain data deed kind n offset prev seen v".split()
GIVES_NUMBER = ("evidence.accepted/1", "sample.made/1")
NEEDS_SIGNATURE = ("unit.signed-off/1", "sample.verified/1", "decisions.countersigned/1", "sample.countersigned/1",
                   "unit.released/1")
FIELDS = {kind: names.split() for kind, names in {
    "chain.opened/1": "installation key person", "deed.undone/1": "undoes", "centre.opened/1": "name number",
    "person.added/1": "initials name person roles supersedes", "person.key-made/1": "key person supersedes",
    "person.stated/1": "active competence countersigner cpd initials name person qualification roles supersedes",
    "centre.root-made/1": "certificate supersedes",
    "person.certificate-issued/1": "certificate key person root",
    "person.certificate-imported/1": "certificate chain key person",
    "person.key-ended/1": "person reason supersedes",
    "direct-claim.stated/1": "board date holds qualification source supersedes",
    "trainee.decided/1": "decisions role", "decisions.countersigned/1": "declaration role rows spec unit",
    "paper.countersigned/1": "countersignature paper signOff",
    "sample.countersigned/1": "declaration role verification",
    "inked-page.received/1": "carries media page received signOff size",
    "inked-page.withdrawn/1": "attached reason",
    "unit.released/1": "reason role signOff spec unit",
    "unit.claimed/1": "batch date qualification restsOn role signOff spec unit",
    "unit.certificated/1": "claim date number role spec unit",
    "unit.status-withdrawn/1": "reason role statement",
    "board.confirmed/1": "date source spec supersedes unit",
    "board.confirmation-withdrawn/1": "reason spec supersedes unit",
    "qualification.stated/1": "qualification says supersedes",
    "unit-set.saved/1": "name qualification set supersedes units",
    "link.stated/1": "beyondFrom beyondTo from link relation source supersedes to",
    "witness.stated/1": "says supersedes witness", "currency.limit-stated/1": "months supersedes",
    "board-profile.stated/1": "profile says supersedes", "partially-met.stated/1": "supersedes used",
    "logo.stated/1": "picture supersedes", "specimen.stated/1": "draws person picture supersedes",
    "evidence.detail-stated/1": "detail evidence supersedes", "evidence.replaced/1": "by evidence supersedes",
    "link.dropped/1": "link reason supersedes", "paper.signed/1": "paper verification",
    "unit-text.added/1": "handle spec title unit", "learner.enrolled/1": "learner",
    "learner.erased/1": "ground heads learner",
    "learner.stated/1": "facts supersedes", "unit.taken/1": "spec supersedes unit",
    "unit.withdrawn/1": "date reason spec supersedes unit", "file.taken-in/1": "file path replaces size",
    "evidence.accepted/1": "evidence files method number supersedes title",
    "evidence.set-aside/1": "evidence reason supersedes", "evidence.restored/1": "evidence restores supersedes",
    "mapping.made/1": "evidence files method place row spec unit", "mapping.withdrawn/1": "mapping",
    "mapping.restored/1": "mapping", "decision.restored/1": "decisions row supersedes",
    "decision.made/1": "date outcome reason reliedOn row spec supersedes text unit",
    "decision.told/1": "decisions due feedback needed",
    "certificate.checked/1": "awardingOrganisation checkedBy date decisions number urn",
    "phrase.saved/1": "phrase supersedes text",
    "learner.declared/1": "acknowledged date evidence role route unit words",
    "learner.declaration-withdrawn/1": "declaration reason",
    "decision.carried/1": "decision role row spec text unit",
    "decision.cleared/1": "row supersedes", "unit.reopened/1": "reason signOff", "paper.issued/1": "paper signOff signed",
    "unit.signed-off/1": "declaration feedback files indicative matrix role rows spec unit",
    "sample.made/1": "number role rows sample spec summative unit",
    "finding.made/1": "decision due judgement reason row sample supersedes",
    "finding.withdrawn/1": "finding reason",
    "action.answered/1": "finding note", "action.closed/1": "finding note",
    "sample.verified/1": "declaration findings role sample"}.items()}
# Fields that came later: they are there or they are not.
LATER = {"unit.signed-off/1": ["centre", "form"]}


class Fault(Exception):
    pass


def need(holds, why):
    if not holds:
        raise Fault(why)


# ---- canonical form: RFC 8785, narrowed to sorted ASCII keys and integers within 2^53 either way ----

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def string(s):
    return '"' + re.sub('["\\\\\x00-\x1f]', lambda m: SHORT.get(m[0]) or "\\u%04x" % ord(m[0]), s) + '"'


def canonical(value):
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if type(value) is int:
        need(abs(value) <= 1 << 53, "the number %d is beyond 2^53" % value)
        return str(value)
    if type(value) is str:
        return string(value)
    if type(value) is list:
        return "[" + ",".join(map(canonical, value)) + "]"
    need(all(key.isascii() for key in value), "a key is not plain ASCII")
    return "{" + ",".join(string(key) + ":" + canonical(value[key]) for key in sorted(value)) + "}"


def once(pairs):
    need(len(dict(pairs)) == len(pairs), "a key stands twice")
    return dict(pairs)


def no_fraction(text):
    raise Fault("the number %s is not whole" % text)


def parse(text):
    try:
        return json.loads(text, object_pairs_hook=once, parse_float=no_fraction, parse_constant=no_fraction)
    except ValueError as error:
        raise Fault("not JSON: %s" % error)


def parse_canonical(text, what):
    value = parse(text)
    need(canonical(value) == text, what + " is not in its canonical form")
    try:
        return value, text.encode("utf-8")
    except UnicodeEncodeError:
        raise Fault(what + " is not Unicode text")


def is_hex(value, count):
    return type(value) is str and len(value) == count and re.fullmatch("[0-9a-f]*", value) is not None


def fields(value, names, what):
    need(type(value) is dict and sorted(value) == sorted(names), what + " does not have exactly its fields")


# ---- P-256 (FIPS 186-5, SEC 2): verification only ----

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def add(a, b):
    """Sum of two points in Jacobian coordinates; z = 0 is the point at infinity."""
    (x1, y1, z1), (x2, y2, z2) = a, b
    if z1 == 0 or z2 == 0:
        return b if z1 == 0 else a
    u1, u2 = x1 * z2 * z2 % P, x2 * z1 * z1 % P
    s1, s2 = y1 * z2 * z2 * z2 % P, y2 * z1 * z1 * z1 % P
    if u1 == u2:
        if s1 != s2 or y1 == 0:
            return 1, 1, 0
        s, m = 4 * x1 * y1 * y1 % P, 3 * (x1 - z1 * z1) * (x1 + z1 * z1) % P
        x = (m * m - 2 * s) % P
        return x, (m * (s - x) - 8 * y1**4) % P, 2 * y1 * z1 % P
    h, r = u2 - u1, s2 - s1
    x = (r * r - h * h * h - 2 * u1 * h * h) % P
    return x, (r * (u1 * h * h - x) - s1 * h * h * h) % P, h * z1 * z2 % P


TABLES = {}


def times(point, k):
    """k times a point, through a table of its multiples by 16^i and by 1 to 15."""
    if point not in TABLES:
        step, rows = point + (1,), []
        for _ in range(64):
            row = [(1, 1, 0)]
            for _ in range(15):
                row.append(add(row[-1], step))
            rows.append(row)
            step = add(row[-1], step)
        TABLES[point] = rows
    total = (1, 1, 0)
    for row in TABLES[point]:
        total, k = add(total, row[k & 15]), k >> 4
    return total


def unbase64(text, what):
    need(type(text) is str, what + " is not text")
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Fault(what + " is not base64")
    need(base64.b64encode(raw).decode() == text, what + " is not plain base64")
    return raw


def public_key(text):
    der = unbase64(text, "the public key")
    need(der.startswith(SPKI) and len(der) == len(SPKI) + 64, "the public key is not one of P-256")
    x, y = (int.from_bytes(der[i:i + 32], "big") for i in (len(SPKI), len(SPKI) + 32))
    need(x < P and y < P and (y * y - x * x * x + 3 * x - B) % P == 0, "the public key is not on the curve")
    return (x, y), hashlib.sha256(der).hexdigest()


def der_integer(raw):
    need(len(raw) > 2 and raw[0] == 2 and len(raw) >= 2 + raw[1] > 2, "the signature is not DER")
    digits, rest = raw[2:2 + raw[1]], raw[2 + raw[1]:]
    need(digits[0] < 128 and (digits[0] > 0 or len(digits) > 1 and digits[1] > 127), "the signature is not strict DER")
    return int.from_bytes(digits, "big"), rest


def check_signature(signature, key, entry_hash):
    fields(signature, ["fingerprint", "alg", "sig"], "a signature")
    need(key is not None, "signed, but its chain names no key")
    point, fingerprint = public_key(key)
    need(signature["alg"] == "ecdsa-p256-sha256", "a signature of an unknown kind")
    need(signature["fingerprint"] == fingerprint, "a signature by another key than the chain's")
    raw = unbase64(signature["sig"], "the signature")
    need(len(raw) > 2 and raw[0] == 0x30 and raw[1] == len(raw) - 2 < 128, "the signature is not DER")
    r, rest = der_integer(raw[2:])
    s, rest = der_integer(rest)
    need(rest == b"" and 0 < r < N and 0 < s <= N // 2, "the signature is out of range")
    e = int.from_bytes(hashlib.sha256(SIGNED + entry_hash.encode()).digest(), "big")
    w = pow(s, -1, N)
    x, _, z = add(times(G, e * w % N), times(point, r * w % N))
    need(z != 0 and x * pow(z * z, -1, P) % P % N == r, "a signature does not verify")


# ---- entries, chains, books ----

def read_entry(line):
    fields(line, ["hash", "body", "signatures"], "the line")
    need(type(line["body"]) is str and type(line["signatures"]) is list, "the line has fields of another kind")
    body, raw = parse_canonical(line["body"], "the body")
    fields(body, BODY, "the body")
    need(type(body["v"]) is int and body["v"] == 1, "an unknown version")
    need(all(is_hex(body[name], 32) for name in ("book", "chain", "deed")), "an id is not 32 hex digits")
    need(all(type(body[name]) is int for name in ("n", "at", "offset")) and body["n"] >= 0, "a number is none")
    need(body["prev"] is None if body["n"] == 0 else is_hex(body["prev"], 64), "prev does not fit n")
    seen = body["seen"]
    need(type(seen) is list and all(is_hex(one, 64) for one in seen), "seen is not a list of hashes")
    need(all(a < b for a, b in zip(seen, seen[1:])), "seen is not in order")
    need(type(body["kind"]) is str, "the kind is not text")
    # An act that needs no signature and has one says so at the end of its kind.
    bare = body["kind"].removesuffix("+signed")
    body["signed"] = bare != body["kind"] and bare in FIELDS
    if body["signed"]:
        need(bare not in NEEDS_SIGNATURE, "the kind says twice that it is signed")
        body["kind"] = bare
    if body["kind"] in FIELDS:
        later = [name for name in LATER.get(body["kind"], []) if name in body["data"]]
        fields(body["data"], FIELDS[body["kind"]] + later, "the data of " + body["kind"])
    if body["kind"] in GIVES_NUMBER:
        number = body["data"]["number"]
        need(type(number) is int and 1 <= number <= 999999, "gives a number that is not between 1 and 999999")
    body["hash"] = hashlib.sha256(ENTRY + raw).hexdigest()
    need(line["hash"] == body["hash"], "the hash does not fit the body")
    body["signatures"] = line["signatures"]
    return body


def check_chain(run, known):
    """One chain, by position: contiguous, linked, opened once, and what it has seen never falls."""
    furthest, key = {}, run[0]["data"]["key"] if run[0]["kind"] == "chain.opened/1" else None
    for n, entry in enumerate(run):
        try:
            need(entry["n"] == n, "entry %d is missing or stands twice" % n)
            need(n == 0 or entry["prev"] == run[n - 1]["hash"], "not linked to the entry before it")
            need((entry["kind"] == "chain.opened/1") == (n == 0), "entry 0 opens the chain, and only entry 0")
            heads = [known.get(one) for one in entry["seen"]]
            need(all(heads), "has seen what is not in its book")
            need(len({head["chain"] for head in heads}) == len(heads), "has seen two heads of one chain")
            for head in heads:
                need(head["chain"] != entry["chain"], "has seen its own chain")
                need(furthest.get(head["chain"], 0) <= head["n"], "has seen less than before")
                furthest[head["chain"]] = head["n"]
            for signature in entry["signatures"]:
                check_signature(signature, key, entry["hash"])
            asks = entry["signed"] or entry["kind"] in NEEDS_SIGNATURE
            need(entry["signatures"] or not asks, "is not signed")
        except Fault as fault:
            raise Fault("%s: %s" % (entry["where"], fault))


def check_order(entries):
    """The replay order of a book: after all that an entry links to; where nothing decides, by hash."""
    waiting, unlocks = {}, {}
    for entry in entries:
        links = entry["seen"] + ([entry["prev"]] if entry["prev"] else [])
        waiting[entry["hash"]] = len(links)
        for link in links:
            unlocks.setdefault(link, []).append(entry["hash"])
    ready = [one for one, count in waiting.items() if count == 0]
    heapq.heapify(ready)
    for entry in entries:
        need(ready, "%s: the entries link in a circle" % entry["where"])
        due = heapq.heappop(ready)
        need(due == entry["hash"], "%s: not in replay order, %s is due" % (entry["where"], due))
        for after in unlocks.get(due, []):
            waiting[after] -= 1
            if waiting[after] == 0:
                heapq.heappush(ready, after)


class Journal:
    """What a file has said so far. One book is held at a time, so that a large file needs little memory."""

    def __init__(self):
        self.heads, self.homes, self.said, self.book = {}, {}, None, []
        self.counts = dict.fromkeys(("entries", "signatures", "unit texts"), 0)

    def read(self, line, number):
        need(type(line) is dict, "the line is no object")
        need(self.said is None, "something follows the heads")
        if number == 1:
            fields(line, ["format", "version"], "the header")
            need(line == {"format": "portfolio-journal", "version": 1}, "not a journal that this reads")
        elif "sha256" in line:
            fields(line, ["sha256", "text"], "the line")
            need(not self.book, "a unit text after the entries")
            _, raw = parse_canonical(line["text"], "the unit text")
            need(hashlib.sha256(raw).hexdigest() == line["sha256"], "the unit text does not fit its hash")
            self.counts["unit texts"] += 1
        elif "heads" in line:
            fields(line, ["heads"], "the line")
            self.said = line["heads"]
        else:
            entry = read_entry(line)
            entry["where"] = "line %d, chain %s, n %d" % (number, entry["chain"], entry["n"])
            if self.book and self.book[0]["book"] != entry["book"]:
                self.finish_book()
            need(entry["book"] not in self.heads, "the book's entries do not stand together")
            need(self.homes.setdefault(entry["chain"], entry["book"]) == entry["book"], "its chain is in two books")
            self.book.append(entry)
            self.counts["entries"] += 1
            self.counts["signatures"] += len(entry["signatures"])

    def finish_book(self):
        known, chains, deeds = {entry["hash"]: entry for entry in self.book}, {}, {}
        for entry in self.book:
            one = deeds.setdefault(entry["deed"], entry["chain"]) == entry["chain"]
            need(one, "%s: its deed is on two chains" % entry["where"])
            chains.setdefault(entry["chain"], []).append(entry)
        for run in chains.values():
            run.sort(key=lambda entry: entry["n"])
            check_chain(run, known)
        check_order(self.book)
        if self.book:
            last = [run[-1] for run in chains.values()]
            self.heads[last[0]["book"]] = {head["chain"]: [head["n"], head["hash"]] for head in last}
        self.book = []

    def finish(self):
        need(self.said is not None, "the file is cut off: its heads are missing")
        self.finish_book()
        need(self.said == self.heads, "the heads are not those of the entries")
        counts = ["%d %s" % (count, name) for name, count in self.counts.items()]
        return "%d books, %d chains, %s: sound" % (len(self.heads), len(self.homes), ", ".join(counts))


def verify(path):
    journal, number = Journal(), 0
    with open(path, encoding="utf-8", newline="\n") as lines:
        for number, text in enumerate(lines, 1):
            try:
                need(text.endswith("\n"), "the line is cut off")
                journal.read(parse(text), number)
            except Fault as fault:
                raise Fault("line %d: %s" % (number, fault))
    return journal.finish()


def main(paths):
    if not paths or paths[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 2
    for path in paths:
        try:
            print("%s: %s" % (path, verify(path)))
        except (Fault, OSError, UnicodeDecodeError, RecursionError) as fault:
            print("%s: %s" % (path, fault))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
