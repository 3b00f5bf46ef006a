<?xml version="1.0" encoding="UTF-8"?>
<!-- The links between pages, and to the parts of one. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- The parts of a text, or the pages of the edition, as links. -->
  <xsl:template match="toctree" as="element(nav)?">
    <xsl:variable name="label" as="xs:string"
      select="(@caption, preceding-sibling::*[1][self::rubric], f:word('Table of contents'))[1] ! normalize-space()"/>
    <xsl:if test="not(@hidden = '1') and normalize-space(@entries)">
      <nav class="toctree-wrapper" aria-label="{$label}">
        <ul>
          <xsl:sequence select="tokenize(@entries) ! fp:toctree-entry(.)"/>
        </ul>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- One page in a list of pages. -->
  <xsl:function name="fp:toctree-entry" as="element(li)">
    <xsl:param name="page" as="xs:string"/>
    <li>
      <a href="{fp:page-href($page)}">{fp:page-title($page)}</a>
    </li>
  </xsl:function>

  <!-- Where the page stands: links to the pages above it. -->
  <xsl:function name="fp:trail" as="element(nav)?">
    <xsl:variable name="above" as="xs:string*" select="tokenize($trail)[. ne $docname]"/>
    <xsl:if test="exists($above)">
      <nav class="tei-breadcrumbs" aria-label="{f:word('breadcrumbs')}">
        <ol>
          <xsl:sequence select="$above ! fp:toctree-entry(.)"/>
        </ol>
      </nav>
    </xsl:if>
  </xsl:function>

  <!-- The parts of a page that has several, as links; a register has its letters. -->
  <xsl:function name="fp:page-contents" as="element(details)?">
    <xsl:param name="document" as="element(document)"/>
    <xsl:variable name="parts" as="element(section)*" select="$document/section/section[@ids][title]"/>
    <xsl:if test="count($parts) gt 1
        and not($document/section/*[contains-token(string(@classes), 'tei-letters')])">
      <details class="tei-page-contents tei-generated">
        <summary>{f:word('on this page')}</summary>
        <nav aria-label="{f:word('on this page')}">
          <xsl:sequence select="fp:list-parts($parts)"/>
        </nav>
      </details>
    </xsl:if>
  </xsl:function>

  <xsl:function name="fp:list-parts" as="element(ul)?">
    <xsl:param name="parts" as="element(section)*"/>
    <xsl:where-populated>
      <ul>
        <xsl:for-each select="$parts">
          <li>
            <a href="#{tokenize(@ids)[1]}">{f:plain-text(title[1])}</a>
            <xsl:sequence select="fp:list-parts(section[@ids][title])"/>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:where-populated>
  </xsl:function>

  <!-- The links to the pages around this one, or nothing if there are none. -->
  <xsl:function name="fp:navigation" as="element(nav)?">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="directions" as="xs:string+"/>
    <xsl:variable name="around" as="map(xs:string, xs:string?)"
      select="map{ 'previous': $previous, 'next': $next }"/>
    <xsl:variable name="known" as="xs:string*" select="$directions[normalize-space($around(.))]"/>
    <xsl:if test="exists($known)">
      <nav class="tei-navigation" aria-label="{f:word('navigation ' || $label)}">
        <ul>
          <xsl:sequence select="$known ! fp:navigation-item(., $around(.))"/>
        </ul>
      </nav>
    </xsl:if>
  </xsl:function>

  <!-- One link of the navigation. -->
  <xsl:function name="fp:navigation-item" as="element(li)">
    <xsl:param name="direction" as="xs:string"/>
    <xsl:param name="page" as="xs:string"/>
    <li class="tei-{$direction}">
      <span class="tei-direction">{f:word('labelled', map{'label': f:word($direction)})} </span>
      <a href="{fp:page-href($page)}">{fp:page-title($page)}</a>
    </li>
  </xsl:function>

</xsl:stylesheet>
