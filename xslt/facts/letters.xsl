<?xml version="1.0" encoding="UTF-8"?>
<!-- Facts to the list of letters: by correspondent, and by date. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  xmlns:m="urn:tei-edition:mode"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <xsl:template match="x:letters" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-letters-page">
      <title>{@title}</title>
      <paragraph classes="tei-letters tei-offer">
        <xsl:for-each select="x:year">
          <xsl:if test="position() gt 1"> · </xsl:if>
          <tei_link target="{root()/*/@docname}#{fp:year-id(.)}">{@label}</tei_link>
        </xsl:for-each>
      </paragraph>
      <section ids="by-correspondent">
        <title>{f:word('letters by correspondent')}</title>
        <xsl:apply-templates select="x:correspondent"/>
      </section>
      <section ids="by-date">
        <title>{f:word('letters by date')}</title>
        <xsl:apply-templates select="x:year"/>
      </section>
    </section>
  </xsl:template>

  <!-- All letters of one correspondent, folded: their names are what a reader looks for. -->
  <xsl:template match="x:correspondent" as="element(tei_details)">
    <tei_details classes="tei-correspondence" summary="{@name} ({count(x:text)})">
      <xsl:if test="normalize-space(@target)">
        <paragraph>
          <xsl:sequence select="fp:linked(@target, @name)"/>
        </paragraph>
      </xsl:if>
      <xsl:call-template name="fp:letters"/>
    </tei_details>
  </xsl:template>

  <xsl:template match="x:year" as="element(section)">
    <section ids="{fp:year-id(.)}">
      <title>{@label}</title>
      <xsl:call-template name="fp:letters"/>
    </section>
  </xsl:template>

  <xsl:template name="fp:letters" as="element(bullet_list)">
    <bullet_list bullet="*" classes="tei-list-of-letters">
      <xsl:apply-templates select="x:text"/>
    </bullet_list>
  </xsl:template>

  <!-- A letter: its date and place, from whom to whom, its title. -->
  <xsl:template match="x:letters//x:text" as="element(list_item)">
    <list_item>
      <paragraph>
        <xsl:variable name="when" as="xs:string" select="string-join((@date, @place)[normalize-space()], ', ')"/>
        <xsl:if test="$when">
          <inline classes="tei-dates">{$when}</inline>
          <xsl:text>: </xsl:text>
        </xsl:if>
        <tei_link target="{@target}">{@title}</tei_link>
        <xsl:variable name="between" as="xs:string" select="
          string-join((string-join(x:from/@name, ', '), string-join(x:to/@name, ', '))[normalize-space()], ' → ')"/>
        <inline classes="tei-correspondents"> ({$between})</inline>
      </paragraph>
    </list_item>
  </xsl:template>

  <xsl:function name="fp:year-id" as="xs:string">
    <xsl:param name="year" as="element(x:year)"/>
    <xsl:sequence select="'year-' || replace($year/@label, '[^\w]+', '-')"/>
  </xsl:function>

</xsl:stylesheet>
