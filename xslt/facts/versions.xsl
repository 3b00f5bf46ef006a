<?xml version="1.0" encoding="UTF-8"?>
<!-- The page Versions: published states, and what the headers say was changed. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <!-- The page: tags, the newest first, then changes. -->
  <xsl:template match="x:versions" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-versions">
      <title>{@title}</title>
      <xsl:if test="x:tag">
        <rubric>{f:word('version tags')}</rubric>
        <bullet_list>
          <xsl:apply-templates select="x:tag"/>
        </bullet_list>
      </xsl:if>
      <xsl:if test="x:change">
        <rubric>{f:word('version changes')}</rubric>
        <bullet_list>
          <xsl:apply-templates select="x:change"/>
        </bullet_list>
        <xsl:if test="@older">
          <paragraph classes="tei-key">{f:word('versions older', map{'number': xs:integer(@older)})}</paragraph>
        </xsl:if>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- A published state. -->
  <xsl:template match="x:tag" as="element(list_item)">
    <list_item>
      <paragraph>{string-join((@name, @day[. ne '']), ', ')}</paragraph>
    </list_item>
  </xsl:template>

  <!-- A change, with the text whose header tells it. -->
  <xsl:template match="x:change" as="element(list_item)">
    <list_item>
      <paragraph>
        <xsl:value-of select="string-join((@day, @words)[. ne ''], ': ')"/>
        <xsl:text> (</xsl:text>
        <tei_link target="{@docname}">{@title}</tei_link>
        <xsl:text>)</xsl:text>
      </paragraph>
    </list_item>
  </xsl:template>

</xsl:stylesheet>
