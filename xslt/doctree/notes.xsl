<?xml version="1.0" encoding="UTF-8"?>
<!-- Notes: a mark in the text, the note at the foot of the page (TEI Guidelines, section 3.9). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- Whether a note goes to the foot; one that is part of an apparatus entry is shown there. -->
  <xsl:function name="f:is-footnote" as="xs:boolean" visibility="public">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="empty($note/(parent::app | parent::rdgGrp))"/>
  </xsl:function>

  <!-- The mark of a note. -->
  <xsl:template match="note" mode="m:inline">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <footnote_reference ids="{f:free-id(., @src:anchor || '-mark')}" refid="{@src:anchor}"
        classes="tei-note-mark">{$context?notes(string(@src:anchor))}</footnote_reference>
  </xsl:template>

  <!-- The notes of a page. -->
  <xsl:function name="f:footnotes" as="element()*" visibility="public">
    <xsl:param name="notes" as="element(note)*"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:apply-templates select="$notes" mode="m:footnote">
      <xsl:with-param name="context" select="$context" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:function>

  <xsl:template match="note" mode="m:footnote">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <footnote backrefs="{f:free-id(., @src:anchor || '-mark')}">
      <xsl:sequence select="f:attributes(.), f:line(., $context?line), f:passage(., $context)"/>
      <label>{$context?notes(string(@src:anchor))}</label>
      <xsl:variable name="body" as="element()*" select="f:flow(node(), $context)"/>
      <xsl:sequence select="$body"/>
      <xsl:if test="empty($body)">
        <paragraph/>
      </xsl:if>
    </footnote>
  </xsl:template>

</xsl:stylesheet>
