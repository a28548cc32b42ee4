"""What may stand in the parts that are taken from a region's Word file, by name.

Looks, words and pictures. What Word marks as ignorable, and we do not know, is left out, as the
standard says; anything else that is not here is refused. A part refers to others by attributes of
`R` only, so those are let in by element.
"""

from collections.abc import Mapping

_OFFICE = "http://schemas.openxmlformats.org"
_MICROSOFT = "http://schemas.microsoft.com/office/word/2010"
W = f"{_OFFICE}/wordprocessingml/2006/main"
R = f"{_OFFICE}/officeDocument/2006/relationships"
MC = f"{_OFFICE}/markup-compatibility/2006"
A = f"{_OFFICE}/drawingml/2006/main"
WP = f"{_OFFICE}/drawingml/2006/wordprocessingDrawing"
_VML = ("vml", "office:office", "office:word")
V, OFFICE, W10 = (f"urn:schemas-microsoft-com:{name}" for name in _VML)
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
XML = "http://www.w3.org/XML/1998/namespace"


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _names(namespace: str, names: str) -> frozenset[str]:
    return frozenset(f"{{{namespace}}}{name}" for name in names.split())


_COLOURS = """
    srgbClr schemeClr sysClr prstClr scrgbClr hslClr alpha alphaOff alphaMod hue hueOff hueMod sat
    satOff satMod lum lumOff lumMod red redOff redMod green greenOff greenMod blue blueOff blueMod
    shade tint comp inv gray gamma invGamma noFill solidFill gradFill gsLst gs lin path fillToRect
    tileRect prstDash round bevel miter camera lightRig rot bevelT bevelB extrusionClr contourClr
"""

ELEMENTS = (
    _names(  # of headers and footers
        W,
        """hdr ftr p pPr r rPr t tab br cr noBreakHyphen softHyphen sym ptab drawing pict hyperlink
        fldSimple fldChar instrText sdt sdtContent txbxContent
        tbl tblPr tblPrEx tblGrid gridCol tr trPr tc tcPr
        pStyle keepNext keepLines pageBreakBefore framePr widowControl suppressLineNumbers pBdr top
        left bottom right between bar start end shd tabs suppressAutoHyphens kinsoku wordWrap
        overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing
        ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
        textboxTightWrap outlineLvl divId cnfStyle rStyle rFonts b bCs i iCs caps smallCaps strike
        dstrike outline shadow emboss imprint noProof vanish webHidden color w kern position sz szCs
        highlight u effect bdr fitText vertAlign rtl cs em eastAsianLayout specVanish tblStyle
        tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW tblCellSpacing
        tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription insideH insideV
        tl2br tr2bl gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader hidden tcW
        gridSpan hMerge vMerge tcBorders noWrap tcMar tcFitText vAlign hideMark headers""",
    )
    | _names(  # of styles
        W,
        """styles docDefaults rPrDefault pPrDefault latentStyles lsdException style name aliases
        basedOn next link autoRedefine uiPriority semiHidden unhideWhenUsed qFormat locked personal
        personalCompose personalReply rsid tblStylePr""",
    )
    | _names(  # letters with effects
        W14,
        f"""{_COLOURS} ligatures numForm numSpacing stylisticSets styleSet cntxtAlts glow shadow
        reflection textOutline textFill scene3d props3d""",
    )
    | _names(  # drawings, pictures and the theme
        A,
        f"""{_COLOURS} graphic graphicData graphicFrameLocks picLocks spLocks grpSpLocks cxnSpLocks
        blip fillRect srcRect stretch tile alphaModFix alphaBiLevel alphaCeiling alphaFloor alphaInv
        alphaRepl biLevel grayscl duotone clrChange clrFrom clrTo blur hsl fillOverlay xfrm off ext
        chOff chExt prstGeom avLst gd custGeom gdLst ahLst ahXY ahPolar cxnLst cxn pos rect pathLst
        moveTo lnTo arcTo cubicBezTo quadBezTo close pt pattFill fgClr bgClr blipFill grpFill ln
        custDash ds headEnd tailEnd effectLst effectDag cont outerShdw innerShdw prstShdw glow
        softEdge reflection scene3d sp3d backdrop anchor norm up flatTx hlinkClick bodyPr prstTxWarp
        noAutofit normAutofit spAutoFit lnRef fillRef effectRef fontRef style spPr theme
        themeElements clrScheme dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6
        hlink folHlink fontScheme majorFont minorFont latin ea cs sym font fmtScheme fillStyleLst
        lnStyleLst effectStyleLst effectStyle bgFillStyleLst objectDefaults spDef lnDef txDef
        extraClrSchemeLst extraClrScheme clrMap custClrLst custClr lstStyle defPPr lvl1pPr lvl2pPr
        lvl3pPr lvl4pPr lvl5pPr lvl6pPr lvl7pPr lvl8pPr lvl9pPr defRPr lnSpc spcBef spcAft spcPct
        spcPts buNone buClr buFont buChar buAutoNum buClrTx buFontTx buSzTx buSzPct tabLst tab""",
    )
    | _names(
        WP,
        """inline anchor extent effectExtent docPr cNvGraphicFramePr simplePos positionH positionV
        align posOffset wrapNone wrapSquare wrapTight wrapThrough wrapTopAndBottom wrapPolygon start
        lineTo""",
    )
    | _names(
        f"{_MICROSOFT}/wordprocessingDrawing",
        "sizeRelH sizeRelV pctWidth pctHeight pctPosHOffset pctPosVOffset",
    )
    | _names(f"{_OFFICE}/drawingml/2006/picture", "pic nvPicPr cNvPr cNvPicPr blipFill spPr style")
    | _names(
        f"{_MICROSOFT}/wordprocessingShape",
        "wsp cNvPr cNvSpPr cNvCnPr spPr style txbx linkedTxbx bodyPr",
    )
    | _names(f"{_MICROSOFT}/wordprocessingGroup", "wgp grpSp cNvPr cNvGrpSpPr grpSpPr")
    | _names(f"{_MICROSOFT}/wordprocessingCanvas", "wpc bg whole")
    | _names(
        V,
        """shapetype shape rect roundrect oval line polyline arc curve group fill stroke path
        formulas f handles h shadow textpath imagedata textbox""",
    )
    | _names(OFFICE, "lock idmap complex callout extrusion skew top left bottom right column")
    | _names(W10, "wrap anchorlock bordertop borderbottom borderleft borderright")
    | _names(MC, "AlternateContent Choice Fallback")
)
"""Whatever stands is one of these."""

DROPPED = _names(
    W,
    """proofErr bookmarkStart bookmarkEnd permStart permEnd lastRenderedPageBreak fldData sdtEndPr
    smartTagPr customXmlPr numPr lang commentRangeStart commentRangeEnd commentReference
    annotationRef rPrChange pPrChange tblPrChange tblPrExChange trPrChange
    tcPrChange tblGridChange""",
) | _names(A, "extLst")
"""Marks without words: of spelling, of places and earlier looks, of where a control has its words
from, of lists (the numbers are the agreement's), of the language (it is the agreement's too),
comments, and extensions."""

UNWRAPPED = _names(W, "smartTag customXml")
CONTROL, CONTENT, ABOUT = (f"{{{W}}}{name}" for name in ("sdt", "sdtContent", "sdtPr"))
"""What controls and tags say stays as words; only one that shows the title goes on doing so."""

TRACKED = _names(
    W,
    """ins del moveFrom moveTo delText delInstrText moveFromRangeStart moveFromRangeEnd
    moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd
    customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart
    customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd cellIns cellDel
    cellMerge""",
)
"""Words and cells that somebody put in or took out, and nobody has accepted or rejected."""

VML = frozenset({V, OFFICE, W10})
DRAWING = frozenset(name[1:].partition("}")[0] for name in ELEMENTS) - VML - {W, W14, MC}
"""Drawings of Word's newer kind, whose own attributes say looks only."""

VML_ATTRIBUTES = _words(
    """id class style title alt coordorigin coordsize wrapcoords print adj path type opacity
    chromakey stroke stroked fill filled fillcolor strokecolor strokeweight insetpen spid on color
    color2 colors size origin position aspect angle alignshape focus focussize focusposition method
    recolor rotate weight linestyle miterlimit joinstyle endcap dashstyle filltype imageaspect
    imagesize imagealignshape startarrow startarrowwidth startarrowlength endarrow endarrowwidth
    endarrowlength v limo textboxrect fillok strokeok shadowok arrowok gradientshapeok textpathok
    insetpenok cropleft croptop cropright cropbottom gain blacklevel gamma grayscale bilevel
    embosscolor recolortarget inset fitshape fitpath trim xscale string obscured offset offset2
    matrix eqn polar map invx invy switch xrange yrange radiusrange editas from to startangle
    endangle arcsize points control1 control2 aspectratio cropping grouping ungrouping rotation
    selection shapetype text verticies adjusthandles data side anchorx anchory width shadow
    minusx minusy distance dropauto drop gap lengthspecified length accentbar textborder
    skewangle skewamt viewpoint viewpointorigin plane backdepth foredepth metal diffusity
    specularity lightposition lightlevel lightharsh brightness rotationangle orientationangle
    orientation colormode autorotationcenter shininess edge facet render lockrotationcenter"""
)
OFFICE_ATTRIBUTES = _words(
    """spid spt oned regroupid bullet userdrawn hr hrstd hrnoshade hrpct hralign allowincell
    allowoverlap insetmode bordertopcolor borderleftcolor borderbottomcolor borderrightcolor
    preferrelative connecttype connectlocs connectangles extrusionok cliptowrap forcedash clip
    title detectmouseclick bwmode bwpure bwnormal opacity2 targetscreensize dgmlayout dgmnodekind
    dgmlayoutmru tablelimits tableproperties"""
)
"""Of drawings of Word's older kind, without what names a file or an address (src, href)."""

UNSAID = frozenset(
    (
        *(f"{{{W}}}{name}" for name in ("tgtFrame", "docLocation", "anchor", "history")),
        *("tgtFrame", "history", "highlightClick", "endSnd", f"{{{OFFICE}}}gfxdata"),
    )
)
"""Attributes that are left out: of how links open, and copies of a picture."""

REFERENCES: Mapping[tuple[str, str], str] = {
    (f"{{{A}}}blip", "embed"): "image",
    (f"{{{V}}}imagedata", "id"): "image",
    (f"{{{V}}}fill", "id"): "image",
    (f"{{{W}}}hyperlink", "id"): "hyperlink",
    (f"{{{A}}}hlinkClick", "id"): "hyperlink",
}
"""Where a part may refer to another or to an address, and to which kind."""
