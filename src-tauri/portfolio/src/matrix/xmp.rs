//! What the file says of itself to archives: the XMP packet (ISO 16684-1) with PDF/A-2a, PDF/UA-1 and the digest of
//! what the paper says. It refuses to know pages.

/// The name of our own words in XMP.
pub const NAMESPACE: &str = "https://portfolio-mapper.invalid/ns/paper/1/";

/// What the packet says.
pub struct Facts<'a> {
    /// Title of the document.
    pub title: &'a str,
    /// What it is, in a few words.
    pub subject: &'a str,
    /// `2026-11-14T09:30:00Z`; absent where the edition's date is not one.
    pub made: Option<&'a str>,
    /// SHA-256 of the matrix as canonical JSON, in hex.
    pub digest: &'a str,
}

/// The packet.
pub fn packet(facts: &Facts<'_>) -> Vec<u8> {
    let text = |text: &str| escaped(text);
    let dates = facts.made.map_or_else(String::new, |made| {
        format!("<xmp:CreateDate>{made}</xmp:CreateDate>\n<xmp:ModifyDate>{made}</xmp:ModifyDate>\n")
    });
    let (title, subject, digest) = (text(facts.title), text(facts.subject), text(facts.digest));
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
         xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" \
         xmlns:paper=\"{NAMESPACE}\">\n\
         <dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}</rdf:li></rdf:Alt></dc:description>\n\
         <dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>\n\
         {dates}<xmp:CreatorTool>Portfolio Mapper</xmp:CreatorTool>\n\
         <pdf:Producer>Portfolio Mapper</pdf:Producer>\n\
         <pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n\
         <pdfuaid:part>1</pdfuaid:part>\n\
         <paper:contentDigest>{digest}</paper:contentDigest>\n\
         </rdf:Description>\n{}</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>",
        schemas()
    )
    .into_bytes()
}

/// The digest that a packet states, if it states one.
pub fn digest(packet: &str) -> Option<&str> {
    let (_, rest) = packet.split_once("<paper:contentDigest>")?;
    rest.split_once("</paper:contentDigest>").map(|(digest, _)| digest)
}

/// PDF/A wants every word described that is not its own (ISO 19005-2 §6.6.2.3).
fn schemas() -> String {
    let ua = schema(
        "PDF/UA identification schema",
        "http://www.aiim.org/pdfua/ns/id/",
        "pdfuaid",
        ("part", "Integer", "Part of ISO 14289 that the file follows"),
    );
    let own = schema(
        "Portfolio Mapper paper schema",
        NAMESPACE,
        "paper",
        ("contentDigest", "Text", "SHA-256 of the printed facts as canonical JSON, in hexadecimal digits"),
    );
    format!(
        "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
         xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
         xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n\
         <pdfaExtension:schemas><rdf:Bag>\n{ua}{own}</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n"
    )
}

fn schema(title: &str, namespace: &str, prefix: &str, property: (&str, &str, &str)) -> String {
    let (name, kind, says) = property;
    format!(
        "<rdf:li rdf:parseType=\"Resource\">\n<pdfaSchema:schema>{title}</pdfaSchema:schema>\n\
         <pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>\n\
         <pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\n\
         <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n\
         <pdfaProperty:name>{name}</pdfaProperty:name>\n\
         <pdfaProperty:valueType>{kind}</pdfaProperty:valueType>\n\
         <pdfaProperty:category>internal</pdfaProperty:category>\n\
         <pdfaProperty:description>{says}</pdfaProperty:description>\n\
         </rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li>\n"
    )
}

/// Text that may stand in XML; what XML has no way to write becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{FFFE}' | '\u{FFFF}') => {
                out.push('\u{FFFD}')
            }
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_title_holds_the_packet_is_xml_and_the_digest_is_found_again() {
        for title in ["A & B <c>", "\u{0}\u{1F}", "Zoë ✕ 漢", "]]> </rdf:li>", ""] {
            let facts = Facts { title, subject: title, made: Some("2026-11-14T09:30:00Z"), digest: "ab12" };
            let text = String::from_utf8(packet(&facts)).unwrap();
            let mut reader = quick_xml::Reader::from_str(&text);
            while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
            assert_eq!(digest(&text), Some("ab12"), "{title:?}");
        }
        assert_eq!(digest("<rdf:RDF/>"), None);
    }
}
