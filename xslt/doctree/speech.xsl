<?xml version="1.0" encoding="UTF-8"?>
<!-- Transcripts of speech: utterances, who speaks, pauses and events (TEI Guidelines, chapter 8).
     The signs of pauses and events are separators, which `reader/utterances.py` makes. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- An utterance, or what is noted between two of them. -->
  <xsl:template match="u | annotationBlock | *[local-name() = $v:spoken-events]" mode="m:block" as="element()">
    <xsl:call-template name="f:paragraph-or-container"/>
  </xsl:template>

  <!-- Who speaks or acts, by the names in the registers; `filling.fill_speakers` says the same. -->
  <xsl:template match="src:speaker" mode="m:inline" as="item()+">
    <strong classes="tei-speaker-name tei-generated">
      <xsl:sequence select="fp:names(@who)"/>
      <xsl:if test="@to">
        <xsl:text> → </xsl:text>
        <xsl:sequence select="fp:names(@to)"/>
      </xsl:if>
    </strong>
    <inline classes="tei-generated">{@trans ! (' (' || f:word('speech ' || .) || ')')}: </inline>
  </xsl:template>

  <!-- Names for pointers, each a link to the entry; the end of a pointer that has no name. -->
  <xsl:function name="fp:names" as="node()*">
    <xsl:param name="pointers" as="attribute()?"/>
    <xsl:for-each select="tokenize($pointers)">
      <xsl:variable name="link" as="attribute()?" select="f:link-attribute(f:resolve(.))"/>
      <xsl:if test="position() gt 1">; </xsl:if>
      <xsl:element name="{if ($link) then 'tei_link' else 'tei_span'}">
        <xsl:sequence select="$link"/>
        <xsl:text>{($v:pointer-words(.), replace(., '^.*[#:/]', '')[.], .)[1]}</xsl:text>
      </xsl:element>
    </xsl:for-each>
  </xsl:function>

</xsl:stylesheet>
