<?xml version="1.0" encoding="UTF-8"?>
<!-- A register: its letters, and what is under each. -->
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

  <!-- A page of a register: the letters, here and on its other pages; then what is here. -->
  <xsl:template match="x:register" as="element(section)">
    <xsl:variable name="letters" as="element()*" select="
      x:part[@kind = 'letter'][not(@label = preceding-sibling::x:part[@kind = 'letter']/@label)
        or @current = '1'],
      x:letter[not(../x:part[@kind = 'letter'])]"/>
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-register-{@kind}">
      <title>{@title}</title>
      <xsl:if test="count($letters) gt 1">
        <paragraph classes="tei-letters">
          <xsl:for-each select="$letters">
            <xsl:if test="position() gt 1"> · </xsl:if>
            <xsl:apply-templates select="." mode="m:register-label"/>
          </xsl:for-each>
        </paragraph>
      </xsl:if>
      <xsl:sequence select="fp:other-pages(.)"/>
      <xsl:apply-templates select="x:hierarchy"/>
      <xsl:apply-templates select="x:letter"/>
      <xsl:where-populated>
        <definition_list classes="tei-entities">
          <xsl:apply-templates select="x:entity"/>
        </definition_list>
      </xsl:where-populated>
      <xsl:apply-templates select="x:further, x:apart[x:letter]"/>
    </section>
  </xsl:template>

  <!-- What is part of what, as a tree. -->
  <xsl:template match="x:hierarchy" as="element(section)">
    <section ids="{fp:free-id('hierarchy', root())}" classes="tei-hierarchy">
      <title classes="tei-generated">{f:word('hierarchy')}</title>
      <xsl:sequence select="fp:branches(x:node)"/>
    </section>
  </xsl:template>

  <!-- One branch of the tree: a name, its dates, and what is part of it. -->
  <xsl:template match="x:node" as="element(list_item)">
    <list_item>
      <paragraph>
        <xsl:sequence select="fp:linked(@target, @name)"/>
        <xsl:if test="normalize-space(@dates)">
          <xsl:text> </xsl:text>
          <inline classes="tei-dates">{@dates}</inline>
        </xsl:if>
      </paragraph>
      <xsl:sequence select="fp:branches(x:node)"/>
    </list_item>
  </xsl:template>

  <!-- The branches of one level. -->
  <xsl:function name="fp:branches" as="element(bullet_list)?">
    <xsl:param name="nodes" as="element(x:node)*"/>
    <xsl:if test="exists($nodes)">
      <bullet_list bullet="*">
        <xsl:apply-templates select="$nodes"/>
      </bullet_list>
    </xsl:if>
  </xsl:function>

  <!-- The pages below a register's first: in its contents, so that readers walk through them. -->
  <xsl:function name="fp:other-pages" as="element()*">
    <xsl:param name="register" as="element(x:register)"/>
    <xsl:variable name="apart" as="element()*" select="$register/x:part[@kind = 'apart']"/>
    <xsl:if test="exists($apart) and not($register/@up)">
      <paragraph classes="tei-apart-link">
        <tei_link target="{$apart[1]/@docname}">{f:word('apart')}</tei_link>
      </paragraph>
    </xsl:if>
    <xsl:if test="$register/x:part and not($register/@up)">
      <toctree entries="{$register/x:part/@docname}" maxdepth="1" hidden="1"/>
    </xsl:if>
  </xsl:function>

  <!-- The link to a letter of this page. -->
  <xsl:template match="x:letter" mode="m:register-label" as="element()">
    <tei_link target="{ancestor::x:register/@docname}#{fp:letter-id(.)}">{@name}</tei_link>
  </xsl:template>

  <!-- The link to the page of a letter; its own says so. -->
  <xsl:template match="x:part" mode="m:register-label" as="element()">
    <xsl:choose>
      <xsl:when test="@current = '1'">
        <strong>{@label}</strong>
      </xsl:when>
      <xsl:otherwise>
        <tei_link target="{@docname}">{@label}</tei_link>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Whom the texts do not mention, below all others. -->
  <xsl:template match="x:apart" as="element(section)">
    <section ids="letter-unmentioned" classes="tei-letter tei-apart">
      <title classes="tei-generated">{f:word('apart')}</title>
      <definition_list classes="tei-entities">
        <xsl:apply-templates select="x:letter/*"/>
      </definition_list>
    </section>
  </xsl:template>

  <!-- The entities under one letter. -->
  <xsl:template match="x:letter" as="element(section)">
    <section ids="{fp:letter-id(.)}" classes="tei-letter">
      <title classes="tei-generated">{@name}</title>
      <definition_list classes="tei-entities">
        <xsl:apply-templates select="*"/>
      </definition_list>
    </section>
  </xsl:template>

  <!-- Another form of a name, which says where to look; or a name that has a separate page. -->
  <xsl:template match="x:reference" as="element(definition_list_item)">
    <definition_list_item classes="tei-reference">
      <term>
        <xsl:choose>
          <xsl:when test="normalize-space(@name)">
            <xsl:attribute name="tei_see" select="@name"/>
            <xsl:attribute name="tei_name" select="@form"/>
            <xsl:text>{@form}, </xsl:text>
            <emphasis>{f:word('see')}</emphasis>
            <xsl:text> </xsl:text>
            <tei_link target="{@target}">{@name}</tei_link>
          </xsl:when>
          <xsl:otherwise>
            <tei_link target="{@target}">
              <strong>{@form}</strong>
            </tei_link>
            <xsl:if test="normalize-space(@dates)">
              <xsl:text> </xsl:text>
              <inline classes="tei-dates">{@dates}</inline>
            </xsl:if>
            <xsl:text> </xsl:text>
            <inline classes="tei-count">{fp:count-mentions(xs:integer(@mentions))}</inline>
          </xsl:otherwise>
        </xsl:choose>
      </term>
      <definition/>
    </definition_list_item>
  </xsl:template>

</xsl:stylesheet>
