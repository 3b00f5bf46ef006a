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

  <!-- The page of all letters: who wrote them, where and when; each name with its years. -->
  <xsl:template match="x:letters[not(@up)]" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-letters-page">
      <title>{@title}</title>
      <xsl:sequence select="
        fp:groups('by-correspondent', 'letters by correspondent', x:group[@facet = 'who']),
        fp:groups('by-place', 'letters by place', x:group[@facet = 'where'])"/>
      <section ids="by-date">
        <title>{f:word('letters by date')}</title>
        <xsl:sequence select="fp:years(x:year), fp:filters(.)"/>
        <xsl:apply-templates select="x:year[x:text]"/>
      </section>
      <xsl:sequence select="fp:below(x:group[xs:integer(@number) gt 1]/@docname, x:year)"/>
    </section>
  </xsl:template>

  <!-- The page of the letters of one correspondent, place or year; of many letters, links to years. -->
  <xsl:template match="x:letters[@up]" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-letters-page">
      <title>{@title}</title>
      <xsl:if test="normalize-space(@target)">
        <paragraph classes="tei-offer">
          <xsl:text>{f:word('see also')} </xsl:text>
          <xsl:sequence select="fp:linked(@target, @name)"/>
        </paragraph>
      </xsl:if>
      <xsl:sequence select="fp:years(x:year)[count(current()/x:year) gt 1]"/>
      <xsl:apply-templates select="x:year[x:text]"/>
      <xsl:sequence select="fp:below((), x:year)"/>
    </section>
  </xsl:template>

  <!-- What the navigation has below a page: pages of groups, and of the years that have their own. -->
  <xsl:function name="fp:below" as="element(toctree)?">
    <xsl:param name="groups" as="attribute(docname)*"/>
    <xsl:param name="years" as="element(x:year)*"/>
    <xsl:variable name="pages" as="xs:string*" select="($groups, $years[not(x:text)]/@target) ! string()"/>
    <xsl:if test="exists($pages)">
      <toctree entries="{$pages}" maxdepth="1" hidden="1"/>
    </xsl:if>
  </xsl:function>

  <!-- A list of correspondents or places, each with its years. -->
  <xsl:function name="fp:groups" as="element(section)?">
    <xsl:param name="id" as="xs:string"/>
    <xsl:param name="heading" as="xs:string"/>
    <xsl:param name="groups" as="element(x:group)*"/>
    <xsl:if test="exists($groups)">
      <section ids="{$id}">
        <title>{f:word($heading)}</title>
        <bullet_list bullet="*" classes="tei-list-of-letters tei-correspondences">
          <xsl:apply-templates select="$groups"/>
        </bullet_list>
      </section>
    </xsl:if>
  </xsl:function>

  <!-- A correspondent or a place, with the years in which there are letters. -->
  <xsl:template match="x:group" as="element(list_item)">
    <list_item>
      <paragraph>
        <tei_link target="{@docname}">{@name}</tei_link>
        <inline classes="tei-count"> ({@number}) </inline>
        <xsl:sequence select="fp:spans(x:span)"/>
      </paragraph>
    </list_item>
  </xsl:template>

  <!-- Links to the years of a page. -->
  <xsl:function name="fp:years" as="element(paragraph)?">
    <xsl:param name="years" as="element(x:year)*"/>
    <xsl:if test="exists($years)">
      <paragraph classes="tei-letters tei-offer">
        <xsl:sequence select="fp:spans($years)"/>
      </paragraph>
    </xsl:if>
  </xsl:function>

  <!-- Years as links, with the number of letters where there are several. -->
  <xsl:function name="fp:spans" as="node()*">
    <xsl:param name="spans" as="element()*"/>
    <xsl:for-each select="$spans">
      <xsl:if test="position() gt 1"> · </xsl:if>
      <tei_link target="{@target}">{@label}</tei_link>
      <xsl:if test="self::x:span and xs:integer(@number) gt 1 and count($spans) gt 1">
        <inline classes="tei-count"> ({@number})</inline>
      </xsl:if>
    </xsl:for-each>
  </xsl:function>

  <!-- The letters of a year. -->
  <xsl:template match="x:year" as="element(section)">
    <section ids="{@anchor}" classes="tei-filter-group">
      <title>{@label}</title>
      <bullet_list bullet="*" classes="tei-list-of-letters">
        <xsl:apply-templates select="x:text"/>
      </bullet_list>
    </section>
  </xsl:template>

  <!-- A letter: its date and place, from whom to whom, its title. -->
  <xsl:template match="x:letters//x:text" as="element(list_item)">
    <list_item>
      <paragraph classes="{fp:marks(.)}">
        <xsl:variable name="when" as="xs:string" select="string-join((@date, @place)[normalize-space()], ', ')"/>
        <xsl:if test="$when">
          <inline classes="tei-dates">{$when}</inline>
          <xsl:text>: </xsl:text>
        </xsl:if>
        <tei_link target="{@target}">{@title}</tei_link>
        <xsl:variable name="between" as="xs:string" select="
          string-join((string-join(x:from/@name, '; '), string-join(x:to/@name, '; '))[normalize-space()], ' → ')"/>
        <xsl:if test="$between">
          <inline classes="tei-correspondents"> ({$between})</inline>
        </xsl:if>
      </paragraph>
    </list_item>
  </xsl:template>

</xsl:stylesheet>
