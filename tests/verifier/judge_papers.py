"""Lets programs of others judge papers: PDF/A-2a and PDF/UA-1 (page-validation), the file itself (qpdf), its structure
(pdfinfo), every page of it as poppler draws and reads it without a word, and every signature (pdfsig, pyHanko, openssl). Usage: judge_papers.py FOLDER [--changes N]

For every PDF of the folder. Where NAME.anchors.pem lies beside NAME.*.pdf, those certificates alone are trusted, and nothing that
came in the PDF; and the PDF must not hold under the anchors of another. A PDF with several signatures is judged as PDF/A as it was at each signature. With --changes, so many random bits outside the signatures are turned over in
each signed PDF, and pdfsig and pyHanko must notice every one.
"""

import io
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import page
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

faults = []


def fault(name, words):
    faults.append(f"{name}: {words}")
    print(f"   {name}: {words}")


def tool(*words):
    """Exit code and everything that the program said."""
    done = subprocess.run([str(word) for word in words], capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


# An earlier signature can cover no more than the file as it was then; each is judged at that moment as well.
EARLIER = "PDFA2A-SIGNATURE-BYTERANGE-001"


def conforms(name, path, profile, earlier=0):
    """Judges a file. So many earlier signatures in it cover a part of it only."""
    report = str(page.validate_pdf(str(path), profile=profile, limits=page.SafetyLimits.unlimited()))
    failures = [line for line in report.splitlines() if line.startswith("[")]
    expected = profile == "2a" and len(failures) <= earlier and all(EARLIER in line for line in failures)
    if "Result: no failures" not in report and not expected:
        fault(name, f"{profile}: {report}")


def signatures(data):
    return PdfFileReader(io.BytesIO(data)).embedded_signatures


def root_of(signature):
    """The certificate that a signature's own leads up to: a centre's root, or the signer's where it vouches for itself."""
    chain = [signature.signer_cert, *signature.other_embedded_certs]
    return next(one for one in chain if one.subject == one.issuer)


def anchors_of(path):
    return path.parent / f"{path.name.split('.')[0]}.anchors.pem"


def beside(path):
    """The certificates to trust for a paper; none = each signature's own."""
    anchors = anchors_of(path)
    return certificates(anchors) if anchors.is_file() else None


def certificates(file):
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(file.read_bytes(), multiple=True)]


def holds(data, anchors=None):
    """How many signatures pyHanko finds good in every respect, with these certificates as what is trusted."""
    good = 0
    for signature in signatures(data):
        trusted = [root_of(signature)] if anchors is None else anchors
        context = ValidationContext(trust_roots=trusted, allow_fetching=False)
        status = validate_pdf_signature(signature, context)
        untouched = status.modification_level in (ModificationLevel.NONE, ModificationLevel.FORM_FILLING)
        good += bool(status.bottom_line and status.intact and status.valid and untouched)
    return good


def under_others(path, data):
    """A paper that is trusted by its anchors is not trusted by those of other papers."""
    own = anchors_of(path)
    for file in sorted(path.parent.glob("*.anchors.pem")):
        if own.is_file() and file != own and holds(data, certificates(file)):
            fault(path.name, f"pyHanko: holds under the anchors of {file.name}")


def cades(name, data, folder, anchors):
    for signature in signatures(data):
        start, length, rest, tail = (int(n) for n in signature.byte_range)
        (folder / "signed").write_bytes(data[start : start + length] + data[rest : rest + tail])
        (folder / "signature").write_bytes(signature.pkcs7_content)
        trusted = [root_of(signature)] if anchors is None else anchors
        certificate = b"".join(pem.armor("CERTIFICATE", one.dump()) for one in trusted)
        (folder / "certificate").write_bytes(certificate)
        words = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", folder / "signature"]
        words += ["-content", folder / "signed", "-CAfile", folder / "certificate", "-purpose", "any"]
        words += ["-no_check_time", "-out", "/dev/null"]
        code, said = tool(*words)
        if code != 0:
            fault(name, f"openssl: {said}")


def drawn(name, path, folder):
    """Draws every page, small, and reads its words: neither program may say a word on the way."""
    for words in (["pdftoppm", "-r", "20", path, folder / "page"], ["pdftotext", path, folder / "words"]):
        done = subprocess.run([str(word) for word in words], capture_output=True, check=False)
        if done.returncode != 0 or done.stderr:
            fault(name, f"{words[0]}: {done.stderr.decode('utf-8', 'replace')[:300]}")
    if not (folder / "words").read_text("utf-8").strip():
        fault(name, "pdftotext reads no word")
    for page in folder.glob("page*.ppm"):
        page.unlink()


def judge(path, folder):
    data, name = path.read_bytes(), path.name
    code, said = tool("qpdf", "--check", path)
    if code != 0:
        fault(name, f"qpdf: {said}")
    code, said = tool("pdfinfo", "-struct-text", path)
    if code != 0 or "H1 (block)" not in said or "Syntax Error" in said:
        fault(name, f"pdfinfo: {said[:300]}")
    drawn(name, path, folder)
    conforms(name, path, "ua1")
    found = signatures(data)
    revisions = sorted(sum([int(n) for n in signature.byte_range][2:]) for signature in found)
    for earlier, end in enumerate(revisions or [len(data)]):
        part = folder / "revision.pdf"
        part.write_bytes(data[:end])
        conforms(name, part, "2a", earlier)
    if found:
        _, said = tool("pdfsig", "-nocert", path)
        if said.count("Signature is Valid") != len(found) or said.count("- Total document signed") != 1:
            fault(name, f"pdfsig: {said}")
        good = holds(data, beside(path))
        if good != len(found):
            fault(name, f"pyHanko: {good} of {len(found)} signatures hold")
        under_others(path, data)
        cades(name, data, folder, beside(path))
    return len(found)


def change(path, count, folder):
    """Turns random bits over outside the signatures, one at a time."""
    data, dice = path.read_bytes(), random.Random(path.name)
    found = signatures(data)
    gaps = [range(int(s.byte_range[1]), int(s.byte_range[2])) for s in found]
    changed = folder / "changed.pdf"
    for _ in range(count):
        at = dice.randrange(len(data))
        while any(at in gap for gap in gaps):
            at = dice.randrange(len(data))
        other = bytearray(data)
        other[at] ^= 1 << dice.randrange(8)
        changed.write_bytes(other)
        _, said = tool("pdfsig", "-nocert", changed)
        if said.count("Signature is Valid") == len(found) and "Not total" not in said.split("Signature #")[-1]:
            fault(path.name, f"pdfsig does not notice a change at byte {at}")
        try:
            good = holds(bytes(other), beside(path))
        except Exception:  # Whatever it stumbles over, it noticed.
            good = 0
        if good == len(found):
            fault(path.name, f"pyHanko does not notice a change at byte {at}")


def main():
    folder = Path(sys.argv[1])
    count = int(sys.argv[sys.argv.index("--changes") + 1]) if "--changes" in sys.argv else 0
    papers = sorted(folder.glob("*.pdf"))
    if not papers:
        sys.exit(f"{folder} holds no PDF")
    with tempfile.TemporaryDirectory() as work:
        for path in papers:
            signed = judge(path, Path(work))
            print(f"   {path.name}: {signed} signatures", flush=True)
            if signed and count:
                change(path, count, Path(work))
                print(f"   {path.name}: {count} changes", flush=True)
    if faults:
        sys.exit(f"{len(faults)} faults")
    print(f"   {len(papers)} papers, no fault")


main()
