<?xml version="1.0" encoding="UTF-8"?>
<!-- Choices: the side that is shown, and the others beside it, hidden (TEI Guidelines, section 3.5). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- The child of a choice that the reading text has: of several of its kind the first;
       `reading_text.choose_side` says the same. A reading of the apparatus has what its witness has. -->
  <xsl:function name="f:side" as="element()?" visibility="public">
    <xsl:param name="choice" as="element(choice)"/>
    <xsl:variable name="pair" as="element()*" select="
        if ($choice/corr and $choice/sic) then $choice/(corr | sic)
        else if ($choice/reg and $choice/orig) then $choice/(reg | orig)
        else if ($choice/expan and $choice/abbr) then $choice/(expan | abbr)
        else if ($choice/ex and $choice/am) then $choice/(ex | am)
        else ()"/>
    <xsl:sequence select="
        if ($pair/(self::sic | self::orig) and f:is-in-other-reading($choice)) then ($pair/(self::sic | self::orig))[1]
        else if ($pair) then $pair[local-name() = $v:shown][1]
        else $choice/*[1]"/>
  </xsl:function>

  <!-- A choice in running text: the side that is shown, then the others, hidden. -->
  <xsl:template match="choice" mode="m:inline" as="element(Q{}tei_span)">
    <xsl:variable name="shown" as="element()?" select="f:side(.)"/>
    <tei_span>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:apply-templates select="$shown" mode="m:inline"/>
      <xsl:apply-templates select="* except $shown" mode="m:inline">
        <xsl:with-param name="hidden" select="true()"/>
      </xsl:apply-templates>
    </tei_span>
  </xsl:template>

  <!-- A side of whole blocks; what is not shown is one line, whatever it holds. -->
  <xsl:template match="choice" mode="m:block" as="element(Q{}container)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:variable name="shown" as="element()?" select="f:side(.)"/>
    <container>
      <xsl:sequence select="f:attributes(.)"/>
      <xsl:for-each select="$shown">
        <container>
          <xsl:sequence select="f:attributes(.), f:flow(node(), $context)"/>
        </container>
      </xsl:for-each>
      <paragraph classes="tei-aside">
        <xsl:apply-templates select="* except $shown" mode="m:inline">
          <xsl:with-param name="hidden" select="true()"/>
        </xsl:apply-templates>
      </paragraph>
    </container>
  </xsl:template>

  <!-- A side that is not shown; a reader may choose it where it is the first of its kind. -->
  <xsl:template match="choice/*" mode="m:inline" priority="3" as="item()*">
    <xsl:param name="hidden" as="xs:boolean" select="false()"/>
    <xsl:choose>
      <xsl:when test="$hidden">
        <tei_alternative>
          <xsl:sequence select="
              f:attributes(., 'tei-further'[current()/preceding-sibling::*/node-name() = node-name(current())])"/>
          <xsl:apply-templates mode="m:inline"/>
        </tei_alternative>
      </xsl:when>
      <xsl:otherwise>
        <xsl:next-match/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Of a choice the side that is shown is quoted. -->
  <xsl:template match="choice" mode="m:words" as="item()*">
    <xsl:apply-templates select="f:side(.)" mode="#current"/>
  </xsl:template>

</xsl:stylesheet>
