"""Makes the faces in this folder: see README.md. Needs fonttools and brotli, the npm package inter-ui unpacked beside it."""
import copy, os, sys
from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [(0x20,0x7e),(0xa0,0xac),(0xae,0x36f),(0x370,0x52f),(0x1e00,0x1fff),(0x2010,0x2027),(0x2030,0x205f),(0x2070,0x20cf),
          (0x2100,0x2bff),(0x2e00,0x2e7f),(0xfb00,0xfb06),(0xfffd,0xfffd)]
# The fallback leaves out the scripts that need shaping: without it they would print wrong, and silently.
WIDE = RANGES + [(0x530,0x58f),(0x10a0,0x10ff),(0x13a0,0x13ff),(0x1400,0x167f),(0x16a0,0x16ff),(0x1d00,0x1dff),(0x2c00,0x2dff),
                 (0xa640,0xa7ff),(0x1d400,0x1d7ff),(0x1f000,0x1f6ff)]

def cut(source, target, ranges, tabular):
    font = TTFont(source)
    if tabular:  # figures of one width, so that dates and codes stand under each other
        table = font["GSUB"].table
        index = [f.Feature.LookupListIndex for f in table.FeatureList.FeatureRecord if f.FeatureTag == "tnum"][0]
        swap = {}
        for i in index:
            for st in table.LookupList.Lookup[i].SubTable:
                swap.update(getattr(st, "ExtSubTable", st).mapping)
        for st in font["cmap"].tables:
            for c in range(0x30, 0x3a):
                if c in st.cmap: st.cmap[c] = swap.get(st.cmap[c], st.cmap[c])
    options = subset.Options()
    options.layout_features, options.hinting, options.glyph_names = [], False, True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "STAT", "BASE", "kern", "gasp", "FFTM"]
    options.name_IDs, options.notdef_outline = [0, 1, 2, 3, 4, 5, 6, 13, 14], True
    options.recalc_timestamp = False
    s = subset.Subsetter(options)
    s.populate(unicodes=[c for a, b in ranges for c in range(a, b + 1)])
    s.subset(font)
    # one glyph for each character, so that text copied from the paper comes back exactly
    best, seen, twins = font.getBestCmap(), {}, 0
    order = font.getGlyphOrder()
    for code in sorted(best):
        name = best[code]
        if name in seen:
            new = f"twin{code:04X}"
            order.append(new)
            font["glyf"].glyphs[new] = copy.deepcopy(font["glyf"][name])
            font["hmtx"].metrics[new] = font["hmtx"].metrics[name]
            for st in font["cmap"].tables:
                if code in st.cmap: st.cmap[code] = new
            twins += 1
        seen[best[code]] = code
    font.setGlyphOrder(order); font["glyf"].glyphOrder = order
    font["post"].formatType = 3.0
    font.flavor = None
    font.recalcTimestamp = False
    font.save(target)
    print(target, os.path.getsize(target), "bytes,", len(best), "characters,", twins, "twins")

for face in ("Regular", "Bold", "Italic"):
    cut(f"package/web/Inter-{face}.woff2", f"Inter-{face}.ttf", RANGES, True)
cut("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "DejaVuSans.ttf", WIDE, False)
