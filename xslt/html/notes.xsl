<?xml version="1.0" encoding="UTF-8"?>
<!-- Notes and their marks. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- The mark of a note, with the name by which the style sheet finds it. -->
  <xsl:template match="footnote_reference" as="element(sup)">
    <sup>
      <a style="--tei-at: --tei-mark-{normalize-space()}">
        <xsl:sequence select="fp:attributes(., 'footnote-reference')"/>
        <xsl:sequence select="fp:attribute('href', '#' || @refid), fp:attribute('role', 'doc-noteref')"/>
        <xsl:apply-templates/>
      </a>
    </sup>
  </xsl:template>

  <!-- A note at the end of the page. -->
  <xsl:template match="footnote" as="element(aside)">
    <xsl:variable name="number" as="xs:string" select="normalize-space(label)"/>
    <xsl:variable name="above" as="element(footnote)?" select="
        .[contains-token(string(../@classes), 'tei-notes-beside')]
        /preceding-sibling::footnote[contains-token(@classes, 'tei-beside')][1]"/>
    <aside role="doc-footnote">
      <xsl:attribute name="style" select="
          string-join(('--tei-at: --tei-mark-' || $number, '--tei-as: --tei-note-' || $number,
                       $above/label ! ('--tei-below: --tei-note-' || normalize-space())), '; ')"/>
      <xsl:sequence select="fp:attributes(., 'footnote'), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </aside>
  </xsl:template>

  <!-- The number of a note, which leads back to its mark. -->
  <xsl:template match="footnote[tokenize(@backrefs)[1]]/label" as="element(span)">
    <xsl:variable name="marks" as="xs:string+" select="tokenize(../@backrefs)"/>
    <span class="label">
      <a href="#{$marks[1]}" role="doc-backlink">
        <xsl:apply-templates/>
      </a>
      <xsl:sequence select="tail($marks) ! fp:back-link(., position() + 1)"/>
    </span>
  </xsl:template>

  <!-- The number of a note that no mark leads to. -->
  <xsl:template match="footnote/label" as="element(span)" priority="0">
    <span class="label">
      <xsl:apply-templates/>
    </span>
  </xsl:template>

  <!-- A link back to the second or a later mark of the same note. -->
  <xsl:function name="fp:back-link" as="node()+">
    <xsl:param name="mark" as="xs:string"/>
    <xsl:param name="number" as="xs:integer"/>
    <xsl:text> </xsl:text>
    <a class="tei-back" href="#{$mark}" role="doc-backlink">({$number})</a>
  </xsl:function>

</xsl:stylesheet>
