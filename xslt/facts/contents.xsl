<?xml version="1.0" encoding="UTF-8"?>
<!-- The contents of the edition. -->
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

  <!-- The contents of the edition: its texts, then its registers, to which links lead from the top
       where readers would have to look for them below many texts. -->
  <xsl:template match="x:contents[not(@up)]" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-contents">
      <title>{@title}</title>
      <xsl:variable name="registers" as="element(x:page)*" select="x:page[@kind = 'register'][@title ne '']"/>
      <xsl:if test="count(x:page[@kind = 'text']) gt 12 and exists($registers)">
        <paragraph classes="tei-offer tei-letters">
          <xsl:for-each select="$registers">
            <xsl:if test="position() gt 1"> · </xsl:if>
            <tei_link target="{@docname}">{@title}</tei_link>
          </xsl:for-each>
        </paragraph>
      </xsl:if>
      <xsl:if test="x:page[@kind = 'own']">
        <toctree entries="{x:page[@kind = 'own']/@docname}" maxdepth="1"/>
      </xsl:if>
      <xsl:sequence select="
        if (x:part) then fp:parts(., x:page[@kind = 'text'])
        else if (x:filter) then fp:filtered(., x:page[@kind = 'text'])
        else fp:contents('contents texts', x:page[@kind = 'text'],
          if (count(x:page[@kind = 'text']) gt 100) then 1 else 2),
        fp:contents('contents registers', x:page[@kind = 'register'], 1)"/>
      <xsl:for-each select="x:left-out">
        <paragraph classes="tei-left-out tei-generated">
          <xsl:text>{@words} </xsl:text>
          <literal>{@file}</literal>
        </paragraph>
      </xsl:for-each>
    </section>
  </xsl:template>

  <!-- One list of pages under its heading, which is its label in the navigation too, or nothing;
       with their parts where it is two levels deep. -->
  <xsl:function name="fp:contents" as="element()*">
    <xsl:param name="heading" as="xs:string"/>
    <xsl:param name="pages" as="element(x:page)*"/>
    <xsl:param name="depth" as="xs:integer"/>
    <xsl:if test="exists($pages)">
      <rubric>{f:word($heading)}</rubric>
      <toctree entries="{$pages/@docname}" maxdepth="{$depth}" label="{f:word($heading)}"/>
    </xsl:if>
  </xsl:function>

  <!-- The texts of a large edition, each with its date, and what readers may choose of them; the
       navigation has them as a list of contents all the same. -->
  <xsl:function name="fp:filtered" as="element()*">
    <xsl:param name="contents" as="element(x:contents)"/>
    <xsl:param name="texts" as="element(x:page)*"/>
    <rubric>{f:word('contents texts')}</rubric>
    <xsl:sequence select="fp:text-list($contents, $texts), fp:hidden-texts($texts)"/>
  </xsl:function>

  <!-- Links to texts, each with its date, below the filters of their page. -->
  <xsl:function name="fp:text-list" as="element()*">
    <xsl:param name="contents" as="element(x:contents)"/>
    <xsl:param name="texts" as="element(x:page)*"/>
    <xsl:sequence select="fp:filters($contents)"/>
    <bullet_list bullet="*" classes="tei-text-list no-search">
      <xsl:for-each select="$texts">
        <list_item>
          <paragraph classes="{fp:marks(.)}">
            <tei_link target="{@docname}">{@title}</tei_link>
            <xsl:if test="normalize-space(@date)">
              <inline classes="tei-dates"> ({@date})</inline>
            </xsl:if>
          </paragraph>
        </list_item>
      </xsl:for-each>
    </bullet_list>
  </xsl:function>

  <!-- What the navigation shows of texts to which the page has links of its own. -->
  <xsl:function name="fp:hidden-texts" as="element(toctree)">
    <xsl:param name="texts" as="element(x:page)*"/>
    <toctree entries="{$texts/@docname}" maxdepth="1" hidden="1" label="{f:word('contents texts')}"/>
  </xsl:function>

  <!-- The pages that list the texts in parts: which texts, the first and the last, of what time. -->
  <xsl:function name="fp:parts" as="element()*">
    <xsl:param name="contents" as="element(x:contents)"/>
    <xsl:param name="texts" as="element(x:page)*"/>
    <rubric>{f:word('contents texts')}</rubric>
    <bullet_list bullet="*" classes="tei-text-list no-search">
      <xsl:for-each select="$contents/x:part">
        <list_item>
          <paragraph>
            <tei_link target="{@docname}">{@label}</tei_link>
            <xsl:text>: {string-join(distinct-values((@first, @last)), ' – ')}</xsl:text>
            <xsl:if test="normalize-space(@date)">
              <inline classes="tei-dates"> ({@date})</inline>
            </xsl:if>
          </paragraph>
        </list_item>
      </xsl:for-each>
    </bullet_list>
    <xsl:sequence select="fp:hidden-texts($texts)"/>
  </xsl:function>

  <!-- A part of the texts, with links to the contents and to the other parts. -->
  <xsl:template match="x:contents[@up]" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-contents">
      <title>{@title}</title>
      <paragraph classes="tei-offer tei-letters">
        <tei_link target="{@up}">{@up_title}</tei_link>
        <xsl:for-each select="x:part">
          <xsl:text> · </xsl:text>
          <xsl:choose>
            <xsl:when test="@docname eq ../@docname">{@label}</xsl:when>
            <xsl:otherwise>
              <tei_link target="{@docname}">{@label}</tei_link>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
      </paragraph>
      <xsl:sequence select="fp:text-list(., x:page)"/>
    </section>
  </xsl:template>

</xsl:stylesheet>
