"""The same paper by programs that everybody has: a pack of matrix, grid, index and decisions by Typst and by WeasyPrint, the
matrix as a workbook by openpyxl, and a signature by pyHanko. Reads the matrix as this program writes it (JSON,
coverage-matrix/1), so that every peer sets the same words. `cargo xtask bench` measures them from outside, one process each;
what a peer says about itself comes with `versions`.

    papers.py versions
    papers.py typst|weasyprint|openpyxl FOLDER OUT      FOLDER holds matrix-00.json, matrix-01.json, ...: a unit each
    papers.py key FOLDER                                a key and certificate for pyhanko, outside the measure
    papers.py pyhanko PAPER.pdf OUT                     says how long signing alone took
"""

import html
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

# Columns of a page of the landscape grid, as many as ours: which rows come again depends on it.
GRID = 18
WORDS = {
    "met": "Met", "partiallyMet": "Partially met", "notYetMet": "Not yet met", "rpl": "RPL", "creditTransfer": "Credit transfer",
    "undecided": "Undecided", "inDispute": "In dispute",
}


def rows(matrix):
    return [(outcome, row) for outcome in matrix["outcomes"] for row in outcome["rows"]]


def places(row):
    return "; ".join(f"{m['reference']} {m['title']}, {m['place'] or 'no place given'} ({m['method']})" for m in row["mappings"])


def tables(matrices):
    """(title, landscape, headers, rows) of every table of the pack."""
    for matrix in matrices:
        yield from tables_of(matrix)


def tables_of(matrix):
    """Those of one unit; the grid once a group of columns, and only the columns that the unit uses."""
    all_rows = rows(matrix)
    yield "Unit coverage matrix", False, ["No.", "Criterion", "Evidence and place", "Decision", "Date", "Initials"], [
        [r["code"], r["text"], places(r), WORDS[r["decision"]], r["decidedOn"] or "", r["assessorInitials"] or ""] for _, r in all_rows
    ]
    evidence = matrix["evidence"]
    for start in range(0, len(evidence), GRID):
        part = [e["number"] for e in evidence[start : start + GRID]]
        marks = []
        for _, row in all_rows:
            has = {m["reference"] for m in row["mappings"]}
            # As ours: all criteria beside the first items, then those that have a mark.
            if start and not has.intersection(part):
                continue
            marks.append([row["code"], *("X" if e in has else "" for e in part)])
        yield f"Evidence and criteria, {part[0]} to {part[-1]}", True, ["No.", *part], marks
    keys = ["number", "title", "kind", "producedOn"]
    yield "Index of evidence", False, ["Number", "Title", "Type", "Date"], [[str(e.get(k) or "") for k in keys] for e in evidence]
    yield "Decisions", False, ["No.", "Decision", "Date", "Reason and feedback"], [
        [r["code"], WORDS[r["decision"]], r["decidedOn"] or "", r["reason"] or ""] for _, r in all_rows
    ]


def typst(matrices, out):
    import typst as program

    quote = lambda text: json.dumps(text, ensure_ascii=False)
    parts = ['#set document(title: "Pack")', '#set text(lang: "en", region: "GB", size: 8pt)', "#set page(numbering: \"1\")", "#outline()"]
    for title, landscape, heads, body in tables(matrices):
        cells = ", ".join(quote(c) for row in body for c in row)
        width = "(auto, 3fr, 3fr, auto, auto, auto)" if len(heads) == 6 else f"(auto, {'1fr, ' * (len(heads) - 1)})"
        head = ", ".join(f"rotate(-90deg, reflow: true, {quote(h)})" if landscape else quote(h) for h in heads)
        parts.append(f"#page(flipped: {'true' if landscape else 'false'})[= {title}\n#table(columns: {width}, table.header({head}), {cells})]")
    program.compile("\n".join(parts).encode(), output=str(out), pdf_standards=["ua-1", "a-2a"])


def weasyprint(matrices, out):
    from weasyprint import HTML

    parts = ["<!doctype html><html lang=en-GB><title>Pack</title><style>body{font:8pt sans-serif}table{border-collapse:collapse;width:100%}"
             "td,th{border:.3pt solid #888;text-align:left;vertical-align:top}section{break-before:page}"
             "@page wide{size:A4 landscape}section.wide{page:wide}.wide th{writing-mode:vertical-rl}</style>"]
    for title, landscape, heads, body in tables(matrices):
        parts.append(f"<section{' class=wide' if landscape else ''}><h1>{html.escape(title)}</h1><table><thead><tr>")
        parts.extend(f"<th scope=col>{html.escape(h)}</th>" for h in heads)
        parts.append("</tr></thead>")
        parts.extend("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in body)
        parts.append("</table></section>")
    HTML(string="".join(parts)).write_pdf(out, pdf_variant="pdf/ua-1")


def openpyxl(matrices, out):
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill

    (matrix,) = matrices
    book = Workbook()
    sheet = book.active
    references = [e["number"] for e in matrix["evidence"]]
    sheet.append(["No.", "Criterion", *references, "Decision", "Date"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    filled = PatternFill("solid", fgColor="DDEBF7")
    for _, row in rows(matrix):
        there = {m["reference"]: m for m in row["mappings"]}
        words = [f"X {there[e]['place'] or ''}" if e in there else "" for e in references]
        sheet.append([row["code"], row["text"], *words, WORDS[row["decision"]], row["decidedOn"] or ""])
        for cell in sheet[sheet.max_row]:
            if str(cell.value or "").startswith("X "):
                cell.fill = filled
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    book.save(out)


def key(folder):
    """A self-signed certificate as pyHanko reads it."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A peer")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=30))
    certificate = certificate.add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True).sign(private, hashes.SHA256())
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def pyhanko(paper, out):
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    here = Path(out).parent
    signer = signers.SimpleSigner.load(str(here / "key.pem"), str(here / "certificate.pem"))
    with open(paper, "rb") as source, open(out, "wb") as target:
        meta = signers.PdfSignatureMetadata(field_name="Peer", subfilter=fields.SigSeedSubFilter.PADES)
        begun = time.perf_counter()
        signers.sign_pdf(IncrementalPdfFileWriter(source), meta, signer=signer, output=target)
        took = time.perf_counter() - begun
    print(f"pyHanko: {took * 1000:.0f} ms and {Path(out).stat().st_size - Path(paper).stat().st_size} bytes")


def main(words):
    if words == ["versions"]:
        for name in ["typst", "weasyprint", "pyhanko", "openpyxl"]:
            print(name, version(name))
        return
    if words[0] == "key":
        return key(words[1])
    work, source, out = words
    if work == "pyhanko":
        return pyhanko(source, out)
    files = sorted(Path(source).glob("matrix-*.json"))
    matrices = [json.loads(file.read_text(encoding="utf-8"))["matrix"] for file in files]
    {"typst": typst, "weasyprint": weasyprint, "openpyxl": openpyxl}[work](matrices, out)


if __name__ == "__main__":
    main(sys.argv[1:])
