<?xml version="1.0" encoding="UTF-8"?>
<!-- Lines and groups of lines (TEI Guidelines, section 3.13 and chapter 6). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- A group with nothing but lines and groups is a line block; another is a container. -->
  <xsl:template match="lg" mode="m:block">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:choose>
      <xsl:when test="every $node in node() satisfies fp:fits-line-block($node)">
        <line_block>
          <xsl:sequence select="f:attributes(.), f:line(., $context?line), f:passage(., $context)"/>
          <xsl:apply-templates select="* | text()[normalize-space()]" mode="m:block"/>
        </line_block>
      </xsl:when>
      <xsl:otherwise>
        <container>
          <xsl:sequence select="f:attributes(.), f:passage(., $context)"/>
          <xsl:sequence select="f:flow(node(), $context)"/>
        </container>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A line; flow.xsl and lg put it into a line block. -->
  <xsl:template match="l" mode="m:block">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:choose>
      <xsl:when test="exists(node()[f:is-block(.)])">
        <xsl:call-template name="f:paragraph-or-container"/>
      </xsl:when>
      <xsl:otherwise>
        <line>
          <xsl:sequence select="f:attributes(.), f:passage(., $context)"/>
          <xsl:apply-templates mode="m:inline"/>
        </line>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Whether a node can stand in a line block as it is. -->
  <xsl:function name="fp:fits-line-block" as="xs:boolean"
      xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        not($node instance of element() or normalize-space($node))
        or exists($node/self::l[not(node()[f:is-block(.)])])
        or exists($node/self::lg[every $child in node() satisfies fp:fits-line-block($child)])"/>
  </xsl:function>

</xsl:stylesheet>
