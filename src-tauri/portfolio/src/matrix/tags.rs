//! The structure of the paper as a tagged PDF says it: which content is a heading, a table, a cell, a link, a box to
//! sign in (ISO 32000-1 §14.7 and §14.8, ISO 14289-1). Reading order is the order in which the layout made its parts.
//! It refuses to know what a part looks like.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::drawing::hundredths;
use super::finish::{points, words, writer};
use super::layout::{Area, Link, PartId, Role, Sheets};
use super::write::{Writer, decimal, integer, reference, value};
use super::{DeclarationKind, PaperError};

/// The structure type of a part.
pub fn name(role: Role) -> &'static str {
    match role {
        Role::Title => "H1",
        Role::Heading => "H2",
        Role::Subheading => "H3",
        Role::Paragraph => "P",
        Role::Facts => "L",
        Role::Fact => "LI",
        Role::Label => "Lbl",
        Role::Value => "LBody",
        Role::Table => "Table",
        Role::HeaderRow | Role::Band | Role::Row => "TR",
        Role::HeaderCell | Role::BandCell(_) | Role::RowHeader => "TH",
        Role::Cell | Role::Blank(_) => "TD",
        Role::Link => "Link",
        Role::Declaration => "Sect",
        Role::Field => "Form",
    }
}

/// The name of the signature field for a declaration.
pub fn field_name(kind: DeclarationKind) -> &'static str {
    match kind {
        DeclarationKind::Assessor => "signatureAssessor",
        DeclarationKind::CountersigningAssessor => "signatureCountersigningAssessor",
        DeclarationKind::Verifier => "signatureVerifier",
        DeclarationKind::CountersigningVerifier => "signatureCountersigningVerifier",
        DeclarationKind::Feedback => "signatureFeedback",
        DeclarationKind::Learner => "signatureLearner",
        DeclarationKind::ExternalQualityAssurer => "signatureExternalQualityAssurer",
    }
}

/// What a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kid {
    /// Another part, by its index.
    Part(u32),
    /// Marked content: the page and its number there.
    Marked(u32, u32),
    /// An annotation on a page, by the number of its object.
    Annotation(u32, u32),
}

/// Something that a part holds, and where it comes among the others.
#[derive(Debug, Clone, Copy)]
struct Held {
    by: u32,
    order: u32,
    kid: Kid,
}

/// Where the objects of the structure stand among those of the file: the first number of each kind.
struct Numbers {
    parts: u32,
    links: u32,
    /// For each page, which part each of its marked contents is of.
    pages: u32,
    tree: u32,
    whole: u32,
    root: u32,
}

/// Everything that is said of the structure. A large paper has more parts than anything else, so they are written to
/// the file one by one and never all held as objects.
pub struct Structure<'a> {
    sheets: &'a Sheets,
    pages: &'a [ObjectId],
    numbers: Numbers,
    /// By part, and for each in reading order.
    held: Vec<Held>,
    /// Which of the parts are written.
    kept: Vec<bool>,
    /// For each page, the part of each marked content.
    marked: Vec<Vec<PartId>>,
    /// The parts of the annotations, in the order of their numbers.
    owners: Vec<PartId>,
    links: Vec<&'a Link>,
}

/// Adds links and signature fields to the pages, and makes room for the structure; gives it with what the catalogue
/// says of it all.
///
/// # Errors
/// [`PaperError::Writer`] when a page of the painted document is not there.
pub fn tag<'a>(
    document: &mut Document,
    sheets: &'a Sheets,
    pages: &'a [ObjectId],
) -> Result<(Structure<'a>, Dictionary), PaperError> {
    let on_a_page = |page: usize| page < pages.len();
    let links: Vec<&Link> =
        sheets.links.iter().filter(|link| on_a_page(link.area.page) && on_a_page(link.to.0)).collect();
    let mut first = document.max_id + 1;
    let mut take = |count: usize| {
        let own = first;
        first += index(count);
        own
    };
    let numbers = Numbers {
        parts: take(sheets.parts.len()),
        links: take(links.len()),
        pages: take(pages.len()),
        tree: take(1),
        whole: take(1),
        root: take(1),
    };
    document.max_id = first - 1;
    let mut annotations: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    let mut structure = Structure {
        sheets,
        pages,
        numbers,
        held: Vec::new(),
        kept: Vec::new(),
        marked: Vec::new(),
        owners: Vec::new(),
        links,
    };
    structure.read();
    structure.hold_links(&mut annotations);
    let fields = structure.fields(document, &mut annotations);
    structure.settle();
    for ((at, page), own) in pages.iter().enumerate().zip(annotations) {
        let page = document.get_dictionary_mut(*page).map_err(writer)?;
        page.set("StructParents", number(at));
        page.set("Tabs", "S");
        page.set("Annots", Object::Array(own));
    }
    let root = Object::Reference((structure.numbers.root, 0));
    let mut said = dictionary! { "MarkInfo" => dictionary! { "Marked" => true }, "StructTreeRoot" => root };
    if !fields.is_empty() {
        // Signatures may exist, and the file may only be added to.
        said.set("AcroForm", dictionary! { "Fields" => fields, "SigFlags" => 3 });
    }
    Ok((structure, said))
}

fn number(at: usize) -> Object {
    Object::Integer(i64::try_from(at).unwrap_or(i64::MAX))
}

/// No paper has 4,294,967,296 parts.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Structure<'_> {
    /// Goes over the pages in drawing order. Beside content of its own a part has its parts where their first content
    /// is (a link in a cell); else they stand in the order in which they were made.
    fn read(&mut self) {
        let sheets = self.sheets;
        let mut first: Vec<u32> = vec![u32::MAX; sheets.parts.len()];
        let mut marked_itself = vec![false; sheets.parts.len()];
        let mut drawn = 0;
        for (page, sheet) in sheets.pages.iter().enumerate() {
            let mut own = Vec::new();
            for part in sheet.runs().filter_map(|(part, _)| part) {
                let kid = Kid::Marked(index(page), index(own.len()));
                self.held.push(Held { by: index(part.0), order: drawn, kid });
                own.push(part);
                if let (Some(first), Some(marked)) = (first.get_mut(part.0), marked_itself.get_mut(part.0)) {
                    *first = drawn.min(*first);
                    *marked = true;
                }
                drawn += 1;
            }
            self.marked.push(own);
        }
        for (at, part) in sheets.parts.iter().enumerate() {
            let Some(PartId(parent)) = part.parent else { continue };
            let among_content = marked_itself.get(parent).copied().unwrap_or(false);
            let order = first.get(at).copied().filter(|_| among_content).unwrap_or(0);
            self.held.push(Held { by: index(parent), order, kid: Kid::Part(index(at)) });
        }
    }

    /// An annotation of a part comes behind what else the part holds; its number in the parent tree after those of the pages.
    fn annotate(&mut self, part: PartId, page: usize, annotation: u32, annotations: &mut [Vec<Object>]) {
        if let Some(own) = annotations.get_mut(page) {
            own.push(Object::Reference((annotation, 0)));
        }
        self.owners.push(part);
        let kid = Kid::Annotation(index(page), annotation);
        self.held.push(Held { by: index(part.0), order: u32::MAX, kid });
    }

    fn hold_links(&mut self, annotations: &mut [Vec<Object>]) {
        for (link, annotation) in self.links.clone().into_iter().zip(self.numbers.links..) {
            self.annotate(link.part, link.area.page, annotation, annotations);
        }
    }

    /// A large paper has tens of thousands of them, so they are written as they are and not first made objects.
    fn link(&self, at: usize, link: &Link, out: &mut Vec<u8>) {
        let (page, y) = link.to;
        out.extend(b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
        for edge in edges(self.sheets, link.area) {
            decimal(hundredths(edge) as i32, out);
            out.push(b' ');
        }
        out.extend(b"]/Dest[");
        self.page(index(page), out);
        out.extend(b"/XYZ 0 ");
        decimal(hundredths(self.sheets.height(page) - y + 3.0) as i32, out);
        out.extend(b" null]/Contents");
        value(&words(&link.says), out);
        out.extend(b"/StructParent");
        integer(index(self.pages.len() + at), out);
        out.extend(b">>");
    }

    fn fields(&mut self, document: &mut Document, annotations: &mut [Vec<Object>]) -> Vec<Object> {
        let sheets = self.sheets;
        let mut fields = Vec::new();
        for field in &sheets.fields {
            let Some(page) = self.pages.get(field.area.page) else { continue };
            let size = [points(field.area.width), points(field.area.height)];
            let box_ = vec![0.into(), 0.into(), size[0].clone(), size[1].clone()];
            let look = document.add_object(Stream::new(
                dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => box_, "Resources" => dictionary! {} },
                Vec::new(),
            ));
            let id = document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "F" => 132, "P" => *page,
                "T" => Object::string_literal(field_name(field.kind)),
                "TU" => words(field.says),
                "Rect" => rectangle(sheets, field.area),
                "AP" => dictionary! { "N" => look },
                "StructParent" => number(self.pages.len() + self.owners.len()),
            });
            self.annotate(field.part, field.area.page, id.0, annotations);
            fields.push(id.into());
        }
        fields
    }

    /// Brings everything into reading order, and finds what is written: a part without anything in it is left out, but
    /// for cells, for a row keeps its columns.
    fn settle(&mut self) {
        self.held.sort_by_key(|held| (held.by, held.order));
        self.kept = vec![false; self.sheets.parts.len()];
        let mut end = self.held.len();
        for (at, part) in self.sheets.parts.iter().enumerate().rev() {
            let by = index(at);
            let start = self.held.get(..end).map_or(0, |held| held.partition_point(|held| held.by < by));
            let holds = |held: &Held| match held.kid {
                Kid::Part(below) => self.is_kept(below),
                Kid::Marked(..) | Kid::Annotation(..) => true,
            };
            let cell = matches!(part.role, Role::Cell | Role::Blank(_) | Role::RowHeader | Role::HeaderCell);
            let keep = cell || self.held.get(start..end).is_some_and(|own| own.iter().any(holds));
            end = start;
            if let Some(slot) = self.kept.get_mut(at) {
                *slot = keep;
            }
        }
    }

    fn is_kept(&self, part: u32) -> bool {
        usize::try_from(part).ok().and_then(|part| self.kept.get(part)).copied().unwrap_or(false)
    }

    /// Writes it all.
    pub fn write(&self, file: &mut Writer) {
        let Numbers { parts, links, pages, tree, whole, root } = self.numbers;
        let kept = || (0_u32..).zip(&self.sheets.parts).filter(|(at, _)| self.is_kept(*at));
        let mut rest = self.held.as_slice();
        for (at, part) in kept() {
            rest = rest.get(rest.partition_point(|held| held.by < at)..).unwrap_or_default();
            let (own, others) = rest.split_at(rest.iter().take_while(|held| held.by == at).count());
            rest = others;
            let parent = part.parent.map_or(whole, |PartId(parent)| parts + index(parent));
            file.small(parts + at, |out| self.element(out, part.role, parent, own));
        }
        for ((at, link), number) in self.links.iter().enumerate().zip(links..) {
            file.small(number, |out| self.link(at, link, out));
        }
        for (own, number) in self.marked.iter().zip(pages..) {
            file.small(number, |out| {
                out.push(b'[');
                own.iter().for_each(|part| reference(parts + index(part.0), out));
                out.push(b']');
            });
        }
        file.small(tree, |out| self.parent_tree(out));
        file.small(whole, |out| {
            out.extend(b"<</S/Document/P");
            reference(root, out);
            out.extend(b"/K[");
            kept().filter(|(_, part)| part.parent.is_none()).for_each(|(at, _)| reference(parts + at, out));
            out.extend(b"]>>");
        });
        file.small(root, |out| {
            out.extend(b"<</Type/StructTreeRoot/K[");
            reference(whole, out);
            out.extend(b"]/ParentTree");
            reference(tree, out);
            out.extend(b"/ParentTreeNextKey");
            integer(index(self.pages.len() + self.owners.len()), out);
            out.extend(b">>");
        });
    }

    fn element(&self, out: &mut Vec<u8>, role: Role, parent: u32, own: &[Held]) {
        out.extend(b"<</S/");
        out.extend(name(role).bytes());
        out.extend(b"/P");
        reference(parent, out);
        let home = own.iter().find_map(|held| match held.kid {
            Kid::Marked(page, _) | Kid::Annotation(page, _) => Some(page),
            Kid::Part(_) => None,
        });
        if let Some(page) = home {
            out.extend(b"/Pg");
            self.page(page, out);
        }
        let written = |held: &&Held| !matches!(held.kid, Kid::Part(below) if !self.is_kept(below));
        let several = own.iter().filter(written).count();
        if several > 0 {
            out.extend(if several > 1 { &b"/K["[..] } else { b"/K" });
            own.iter().filter(written).for_each(|held| self.kid(held.kid, home, out));
            out.extend(if several > 1 { &b"]"[..] } else { b"" });
        }
        attributes(role, out);
        out.extend(b">>");
    }

    fn kid(&self, kid: Kid, home: Option<u32>, out: &mut Vec<u8>) {
        match kid {
            Kid::Part(below) => reference(self.numbers.parts + below, out),
            Kid::Marked(page, number) if Some(page) == home => integer(number, out),
            Kid::Marked(page, number) => {
                out.extend(b"<</Type/MCR/Pg");
                self.page(page, out);
                out.extend(b"/MCID");
                integer(number, out);
                out.extend(b">>");
            }
            Kid::Annotation(page, annotation) => {
                out.extend(b"<</Type/OBJR/Pg");
                self.page(page, out);
                out.extend(b"/Obj");
                reference(annotation, out);
                out.extend(b">>");
            }
        }
    }

    fn page(&self, page: u32, out: &mut Vec<u8>) {
        let page = usize::try_from(page).ok().and_then(|page| self.pages.get(page));
        match page {
            Some(page) => reference(page.0, out),
            None => out.extend(b" null"),
        }
    }

    fn parent_tree(&self, out: &mut Vec<u8>) {
        out.extend(b"<</Nums[");
        for (at, list) in (0..index(self.marked.len())).zip(self.numbers.pages..) {
            integer(at, out);
            reference(list, out);
        }
        for (part, at) in self.owners.iter().zip(index(self.pages.len())..) {
            integer(at, out);
            reference(self.numbers.parts + index(part.0), out);
        }
        out.extend(b"]>>");
    }
}

/// What a table cell is the heading of, and how far it goes.
fn attributes(role: Role, out: &mut Vec<u8>) {
    let span = |columns: u8, out: &mut Vec<u8>| {
        out.extend(b"/ColSpan");
        integer(columns.into(), out);
        out.extend(b">>");
    };
    match role {
        Role::HeaderCell => out.extend(b"/A<</O/Table/Scope/Column>>"),
        Role::RowHeader => out.extend(b"/A<</O/Table/Scope/Row>>"),
        Role::BandCell(columns) => {
            out.extend(b"/A<</O/Table/Scope/Row");
            span(columns, out);
        }
        Role::Blank(columns) if columns > 1 => {
            out.extend(b"/A<</O/Table");
            span(columns, out);
        }
        Role::Blank(_)
        | Role::Title
        | Role::Heading
        | Role::Subheading
        | Role::Paragraph
        | Role::Facts
        | Role::Fact
        | Role::Label
        | Role::Value
        | Role::Table
        | Role::HeaderRow
        | Role::Band
        | Role::Row
        | Role::Cell
        | Role::Link
        | Role::Declaration
        | Role::Field => {}
    }
}

/// Left, bottom, right and top of an area, in millimetres from the corner that a page is measured from.
fn edges(sheets: &Sheets, area: Area) -> [f32; 4] {
    let bottom = sheets.height(area.page) - area.y - area.height;
    [area.x, bottom, area.x + area.width, bottom + area.height]
}

fn rectangle(sheets: &Sheets, area: Area) -> Vec<Object> {
    edges(sheets, area).map(points).to_vec()
}
