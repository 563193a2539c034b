//! Files that tests need and that no repository should keep: long ones, and hostile ones that try to run something or to
//! deceive the eye. Each is small, and made anew from what stands here. Refuses to know what reads them.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A scanned page as PNG: white paper with a stroke of ink whose place the name decides, so that each name has its own bytes.
pub fn scan(name: &str) -> Vec<u8> {
    const WIDE: usize = 248;
    const TALL: usize = 350;
    let at = name.bytes().fold(7_usize, |sum, byte| (sum * 31 + usize::from(byte)) % 200);
    let row = |y: usize| {
        let ink = move |x: &usize| (300..304).contains(&y) && (20 + at / 8..60 + at).contains(x);
        std::iter::once(0).chain((0..WIDE).map(move |x| if ink(&x) { 30 } else { 250 }))
    };
    let plain: Vec<u8> = (0..TALL).flat_map(row).collect();
    let mut packed = vec![0x78, 0x01];
    let pieces: Vec<&[u8]> = plain.chunks(60_000).collect();
    for (i, piece) in pieces.iter().enumerate() {
        let length = u16::try_from(piece.len()).expect("short pieces");
        packed.push(u8::from(i + 1 == pieces.len()));
        packed.extend(
            length.to_le_bytes().into_iter().chain((!length).to_le_bytes()).chain(piece.iter().copied()),
        );
    }
    let (a, b) = plain.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    packed.extend((b << 16 | a).to_be_bytes());
    let side = |length: usize| u32::try_from(length).expect("small").to_be_bytes();
    let head = [&side(WIDE)[..], &side(TALL)[..], &[8, 0, 0, 0, 0]].concat();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", head), (b"IDAT", packed), (b"IEND", Vec::new())] {
        let body = [&kind[..], &data].concat();
        out.extend(side(data.len()).into_iter().chain(body.iter().copied()).chain(crc(&body).to_be_bytes()));
    }
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1)))
    })
}

/// What a hostile file tries to run where markup is taken for markup: it leaves its mark on the page.
pub const SCRIPT: &str = "window.ran = (window.ran || 0) + 1";

/// A PDF of so many pages, each with a few lines of its own; `open` is the document's open action, or empty.
pub fn pdf(pages: usize, open: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut at = Vec::new();
    let mut put = |out: &mut Vec<u8>, body: &str| {
        at.push(out.len());
        let number = at.len();
        out.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    };
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    put(&mut out, &format!("<< /Type /Catalog /Pages 2 0 R {open} >>"));
    put(&mut out, &format!("<< /Type /Pages /Count {pages} /Kids [{}] >>", kids.join(" ")));
    put(&mut out, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    for page in 0..pages {
        let mut text = String::from("BT /F1 12 Tf 72 760 Td 16 TL\n");
        for line in 1..=40 {
            let _written =
                writeln!(text, "(Page {} line {line}: the learner wrote down what was done) '", page + 1);
        }
        text.push_str("ET");
        let content = 5 + 2 * page;
        put(
            &mut out,
            &format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
                 /Resources << /Font << /F1 3 0 R >> >> >>"
            ),
        );
        put(&mut out, &format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()));
    }
    let table = out.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", at.len() + 1);
    for offset in &at {
        let _written = writeln!(tail, "{offset:010} 00000 n ");
    }
    let _written =
        write!(tail, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", at.len() + 1);
    out.extend(tail.bytes());
    out
}

/// Seconds of a quiet tone, 8 kHz, one channel.
pub fn wav(seconds: u32) -> Vec<u8> {
    let count = 8_000 * seconds;
    let mut out = b"RIFF".to_vec();
    out.extend((36 + count).to_le_bytes());
    out.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    out.extend(8_000_u32.to_le_bytes());
    out.extend(8_000_u32.to_le_bytes());
    out.extend(b"\x01\0\x08\0data");
    out.extend(count.to_le_bytes());
    out.extend((0..count).map(|n| if n / 20 % 2 == 0 { 126 } else { 130 }));
    out
}

/// A Word document with these body elements and relations to files elsewhere.
pub fn docx(body: &str) -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", &relations("officeDocument", "word/document.xml", "")),
        (
            "word/_rels/document.xml.rels",
            &relations("attachedTemplate", "http://127.0.0.1:9/t.dotm", r#"TargetMode="External""#),
        ),
        (
            "word/document.xml",
            &format!(
                r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
            ),
        ),
    ])
}

/// A workbook of one sheet called "Log" with these cells as text, and a link to another workbook.
pub fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut cells = String::new();
    for (r, row) in rows.iter().enumerate() {
        let _written = write!(cells, r#"<row r="{}">"#, r + 1);
        for (c, text) in row.iter().enumerate() {
            let column = char::from(b'A' + u8::try_from(c).unwrap_or(25));
            let _written = write!(
                cells,
                r#"<c r="{column}{}" t="inlineStr"><is><t>{}</t></is></c>"#,
                r + 1,
                escaped(text)
            );
        }
        cells.push_str("</row>");
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let other = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    packed(&[
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", &relations("officeDocument", "xl/workbook.xml", "")),
        ("xl/_rels/workbook.xml.rels", &relations("worksheet", "worksheets/sheet1.xml", "")),
        (
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{main}" xmlns:r="{other}"><sheets><sheet name="Log" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(r#"<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>"#),
        ),
    ])
}

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"#;

fn relations(kind: &str, target: &str, more: &str) -> String {
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" {more}/></Relationships>"#
    )
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("a package").into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Markup that runs where it is taken for markup, in every form that a page knows.
pub fn markup() -> String {
    format!(
        "<script>{SCRIPT}</script><img src=x onerror=\"{SCRIPT}\"><svg onload=\"{SCRIPT}\"></svg>\
         <iframe srcdoc=\"<script>parent.ran=1</script>\"></iframe><a href=\"javascript:{SCRIPT}\">here</a>\
         <img src=\"http://127.0.0.1:9/seen.png\">"
    )
}

/// Hostile files by name: each tries to run [`SCRIPT`], to fetch something, or to deceive the eye by its name. The word
/// "harmless" stands in each that has words.
pub fn hostile() -> Vec<(String, Vec<u8>)> {
    let markup = markup();
    let page =
        format!("<html><head><title>x</title></head><body><p>harmless words</p>{markup}</body></html>");
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>{SCRIPT}</script><text>harmless words</text>\
         <image href=\"http://127.0.0.1:9/seen.png\"/></svg>"
    );
    let mail = format!(
        "From: A <a@x.example>\r\nTo: {markup}\r\nSubject: harmless {markup}\r\nMessage-ID: <1@x.example>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n{page}"
    );
    let cells: &[&[&str]] = &[
        &["harmless", "=HYPERLINK(\"http://127.0.0.1:9\",\"x\")"],
        &["=cmd|' /C calc'!A0", &markup],
        &["@SUM(1)", "+1+1"],
    ];
    let csv = "harmless,\"=HYPERLINK(\"\"http://127.0.0.1:9\"\")\"\n=cmd|' /C calc'!A0,<img src=x onerror=window.ran=1>\n";
    let body = format!(
        "<w:p><w:r><w:t>harmless {}</w:t></w:r></w:p><w:p><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r></w:p>",
        escaped(&markup)
    );
    let action = format!("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); {SCRIPT};) >>");
    let evil_name = "<img src=x onerror=window.ran=1>.txt";
    let mut files: Vec<(&str, Vec<u8>)> = vec![
        ("page.html", page.clone().into()),
        ("drawing.svg", svg.clone().into()),
        ("drawing as picture.png", svg.into()),
        ("page as text.txt", page.clone().into()),
        ("page as picture.jpg", page.clone().into()),
        ("page as sheet.xlsx", page.into()),
        ("mail.eml", mail.into()),
        ("notes.md", format!("# harmless\n\n[x](javascript:{SCRIPT})\n\n{markup}\n").into()),
        ("cells.csv", csv.as_bytes().to_vec()),
        ("cells.xlsx", xlsx(cells)),
        ("letter.docx", docx(&body)),
        ("action.pdf", pdf(2, &action)),
        ("torn.pdf", pdf(2, "")[..200].to_vec()),
        ("torn.docx", docx(&body)[..300].to_vec()),
        ("empty.txt", Vec::new()),
        ("empty.pdf", Vec::new()),
        (evil_name, b"harmless".to_vec()),
        ("annual\u{202e}fdp.txt", b"harmless".to_vec()),
        ("zero\u{200b}width\u{feff}.txt", b"harmless".to_vec()),
        ("{{constructor}} ${window.ran=1} &amp;lt;.txt", b"harmless".to_vec()),
        ("no ending", b"harmless".to_vec()),
    ];
    if cfg!(unix) {
        files.push(("two\nlines.txt", b"harmless".to_vec()));
        files.push(("tab\tand\u{7}bell.txt", b"harmless".to_vec()));
        files.push(("a \"quoted\" 'name' `with` all.txt", b"harmless".to_vec()));
    }
    // Files with the same bytes would be one item.
    let differ = |(at, (name, mut bytes)): (usize, (&str, Vec<u8>))| {
        if bytes.starts_with(b"harmless") || bytes.starts_with(b"<") {
            bytes.extend(format!("<!-- {at} -->").bytes());
        }
        (name.to_owned(), bytes)
    };
    files.into_iter().enumerate().map(differ).collect()
}

/// Writes files into a folder.
pub fn write(folder: &Path, files: &[(String, Vec<u8>)]) {
    fs::create_dir_all(folder).expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
